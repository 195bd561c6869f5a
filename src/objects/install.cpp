#include "objects/install.h"

#include "com/class_registry.h"
#include "objects/context_object.h"
#include "objects/path_object.h"
#include "objects/query_object.h"
#include "objects/status_text.h"
#include "objects/text_source.h"

namespace wmi::objects {
namespace {

/// Adds a class whose objects come from a function.
template <class Make>
void add(REFCLSID clsid, Make make) {
    com::add_class(clsid, [make](REFIID riid, void** object) -> HRESULT { return make()->QueryInterface(riid, object); });
}

}  // namespace

void install_classes() {
    add(CLSID_WbemContext, [] { return wrap_context(); });
    add(CLSID_WbemDefPath, [] { return make_path(); });
    add(CLSID_WbemQuery, [] { return make_query(); });
    add(CLSID_WbemObjectTextSrc, [] { return make_text_source(); });
    add(CLSID_WbemStatusCodeText, [] { return make_status_code_text(); });
}

}  // namespace wmi::objects
