#include "objects/text_source.h"

#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"
#include "objects/context_object.h"
#include "objects/internal/object_xml.h"

namespace wmi::objects {
namespace {

using base::Error;
using base::Result;
using base::Status;
using internal::PathLevel;
using internal::XmlForm;

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

Result<XmlForm> form_of(long flags, ULONG form) {
    if (flags != 0) return needs("the flags must be 0");
    if (form == WMI_OBJ_TEXT_CIM_DTD_2_0) return XmlForm::Cim;
    if (form == WMI_OBJ_TEXT_WMI_DTD_2_0) return XmlForm::Wmi;
    return needs("the text format must be WMI_OBJ_TEXT_CIM_DTD_2_0 (1) or WMI_OBJ_TEXT_WMI_DTD_2_0 (2)");
}

Result<bool> flag_of(const cim::Context& context, std::string_view name) {
    const auto found = context.values.find(name);
    if (found == context.values.end()) return false;
    const auto* flag = std::get_if<bool>(&found->second.value);
    if (!flag) return needs("the context's " + std::string(name) + " must be a VT_BOOL");
    return *flag;
}

Result<PathLevel> level_of(const cim::Context& context) {
    const auto found = context.values.find(std::string_view("PathLevel"));
    if (found == context.values.end()) return PathLevel::None;
    const auto* level = std::get_if<std::int64_t>(&found->second.value);
    if (!level || *level < 0 || *level > 3) return needs("the context's PathLevel must be a VT_I4 of 0 to 3");
    return static_cast<PathLevel>(*level);
}

Result<internal::XmlOptions> options_of(XmlForm form, IWbemContext* given) {
    const cim::Context context = TRY(read_context(given));
    internal::XmlOptions options;
    options.form = form;
    options.local_only = TRY(flag_of(context, "LocalOnly"));
    options.qualifiers = TRY(flag_of(context, "IncludeQualifiers"));
    const bool excludes = TRY(flag_of(context, "ExcludeSystemProperties"));
    options.system_properties = !excludes;
    options.path_level = TRY(level_of(context));
    return options;
}

class TextSource final : public com::Object<TextSource, IWbemObjectTextSrc> {
public:
    HRESULT GetText(long lFlags, IWbemClassObject* pObj, ULONG uObjTextFormat, IWbemContext* pCtx, BSTR* strText) noexcept override {
        return answer_locally("GetText", [&]() -> Result<void> {
            if (pObj == nullptr || strText == nullptr) return needs("an object and a place for the text are needed");
            const XmlForm form = TRY(form_of(lFlags, uObjTextFormat));
            const internal::XmlOptions options = TRY(options_of(form, pCtx));
            const cim::Object object = TRY(snapshot(pObj));
            const std::string text = TRY(internal::to_xml(object, options));
            *strText = com::to_bstr(text);
            return {};
        });
    }

    HRESULT CreateFromText(long lFlags, BSTR strText, ULONG uObjTextFormat, IWbemContext* /*pCtx*/, IWbemClassObject** pNewObj) noexcept override {
        return answer_locally("CreateFromText", [&]() -> Result<void> {
            if (strText == nullptr || pNewObj == nullptr) return needs("a text and a place for the object are needed");
            TRY(form_of(lFlags, uObjTextFormat));
            cim::Object object = TRY(internal::from_xml(com::from_wide(strText)));
            *pNewObj = wrap(std::move(object)).detach();
            return {};
        });
    }

private:
    friend class com::Object<TextSource, IWbemObjectTextSrc>;
    ~TextSource() override = default;
};

}  // namespace

com::com_ptr<IWbemObjectTextSrc> make_text_source() { return com::make<TextSource>(); }

}  // namespace wmi::objects
