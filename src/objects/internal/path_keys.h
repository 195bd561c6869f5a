// IWbemPathKeyList: the keys of a path, live (PATH-61, PATH-63).
#pragma once

#include "com/com_ptr.h"
#include "objects/internal/path_model.h"

#include <wmiutils.h>

#include <functional>

namespace wmi::objects::internal {

/// Who has the path: runs a body on it under his lock.
class PathHolder {
public:
    virtual Result<void> with_path(const std::function<Result<void>(PathModel&)>& body) = 0;

protected:
    ~PathHolder() = default;
};

/// The reference that keeps the holder.
struct KeyListOwner {
    com::com_ptr<IUnknown> reference;
    PathHolder* holder;
};

inline constexpr std::size_t kObjectPart = static_cast<std::size_t>(-1);

/// The keys of the object part, or of the scope at a place.
com::com_ptr<IWbemPathKeyList> make_key_list(KeyListOwner owner, std::size_t part);

/// Hands a text to a caller's buffer (PATH-55). length counts characters, the final zero among them, in and out.
/// errors   InvalidParameter, BufferTooSmall
Result<void> give_text(std::string_view text, ULONG* length, LPWSTR buffer);

}  // namespace wmi::objects::internal
