#include "names.h"

#include "text.h"

namespace cli {

std::vector<std::string> take_names(SAFEARRAY* names) {
    std::vector<std::string> list;
    LONG low = 0, high = -1;
    SafeArrayGetLBound(names, 1, &low);
    SafeArrayGetUBound(names, 1, &high);
    for (LONG i = low; i <= high; ++i) {
        BSTR name = nullptr;
        if (FAILED(SafeArrayGetElement(names, &i, &name))) continue;
        list.push_back(narrow(name));
        SysFreeString(name);
    }
    SafeArrayDestroy(names);
    return list;
}

}  // namespace cli
