// Classes whose instances come from a provider. Providers are not hosted yet: an operation that needs one is answered as it would
// be if the provider could not be loaded, or with what the registration says already (SVC-06, QUAL-27, PUT-40).
#pragma once

#include "cim/class.h"
#include "service/service.h"

namespace wmi::service {

enum class Need : std::uint8_t { Get, Put, Enumerate, Delete, Method };

/// errors   ProviderNotFound, ProviderNotCapable, ProviderLoadFailure
Error provider_answer(repository::Repository& repository, const NamespacePtr& in, const cim::Class& of, Need need);

}  // namespace wmi::service
