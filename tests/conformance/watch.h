// A subscription of a story: taken from an enumerator, or collected by a sink where the story runs asynchronously.
#pragma once

#include "door.h"

#include <memory>

class Watch {
public:
    virtual ~Watch() = default;

    /// The next event, waited for; null when none came in ten seconds, or the subscription has ended.
    virtual ComPtr<IWbemClassObject> next() = 0;
    /// Whether nothing is there, now that all that has happened was told.
    virtual bool is_empty() = 0;
};

/// status   how the subscribing ended; the watch is null where that is a failure
std::unique_ptr<Watch> watch(const ComPtr<IWbemServices>& services, const std::wstring& query, Mode mode, HRESULT& status);

/// Returns when everything that was committed before has been told to whoever subscribed.
bool let_all_be_told();
