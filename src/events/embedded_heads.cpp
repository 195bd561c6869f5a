#include "events/internal/embedded_heads.h"

#include "cim/wmio.h"

namespace wmi::events::internal {

EmbeddedHeads::HeadPtr EmbeddedHeads::head_of(const cim::ClassPtr& of, const std::string& name_space) {
    constexpr std::size_t kMost = 256;  // forgotten together: in use there are few, at most a few kilobytes each
    HeadPtr known = known_.with([&](const Known& now) { return now.last_key.first == of && now.last_key.second == name_space ? now.last : nullptr; });
    if (known) return known;
    const Key key(of, name_space);
    known = known_.with([&](Known& now) -> HeadPtr {
        const auto found = now.all.find(key);
        if (found == now.all.end()) return nullptr;
        now.last = nullptr;  // if memory fails
        now.last_key = key;
        return now.last = found->second;
    });
    if (known) return known;
    auto made = std::make_shared<const cim::Bytes>(cim::encode_instance_head(*of, cim::Origin{computer_, name_space}));
    known_.with([&](Known& now) {
        if (now.all.size() >= kMost) now.all.clear();
        now.all.insert_or_assign(key, made);
    });
    return made;
}

cim::Bytes EmbeddedHeads::block_of(const cim::ClassPtr& of, const std::string& name_space) const {
    const cim::Object object(of, std::make_shared<const cim::Origin>(cim::Origin{computer_, name_space}));
    return cim::encode_block(object, cim::Decoration::Write);
}

}  // namespace wmi::events::internal
