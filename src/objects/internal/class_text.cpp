// An object as MOF text (OBJ-44, MOF-110..113).
#include "com/text.h"
#include "mof/print.h"
#include "objects/answer.h"
#include "objects/internal/class_object.h"

namespace wmi::objects::internal {

HRESULT ClassObject::GetObjectText(long lFlags, BSTR* pstrObjectText) noexcept {
    return answer_locally("GetObjectText", [&]() -> Result<void> {
        if (pstrObjectText == nullptr) return Error(Status::InvalidParameter, "a place for the text is needed");
        if ((lFlags & ~long{WBEM_FLAG_NO_FLAVORS}) != 0)
            return Error(Status::InvalidParameter, "the flags are 0 or WBEM_FLAG_NO_FLAVORS");
        const auto flavors = lFlags == 0 ? mof::Flavors::Write : mof::Flavors::Omit;
        const std::string text = TRY(mof::print_whole(content(), flavors));
        *pstrObjectText = com::to_bstr(text);
        return {};
    });
}

}  // namespace wmi::objects::internal
