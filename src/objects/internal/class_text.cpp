// An object as MOF text (OBJ-44): until the printer of mof stands, there is none.
#include "objects/answer.h"
#include "objects/internal/class_object.h"

namespace wmi::objects::internal {

HRESULT ClassObject::GetObjectText(long lFlags, BSTR* pstrObjectText) noexcept {
    return answer_locally("GetObjectText", [&]() -> Result<void> {
        if (pstrObjectText == nullptr || (lFlags & ~long{WBEM_FLAG_NO_FLAVORS}) != 0)
            return Error(Status::InvalidParameter, "a place for the text is needed, and flags 0 or WBEM_FLAG_NO_FLAVORS");
        return Error(Status::NotAvailable, "MOF text is not printed yet");
    });
}

}  // namespace wmi::objects::internal
