// What stands before an embedded object's own bytes: its class and where it was, encoded once for all events that embed such.
#pragma once

#include "base/guarded.h"
#include "cim/instance.h"
#include "cim/object.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace wmi::events::internal {

class EmbeddedHeads {
public:
    /// computer   what __SERVER shows
    explicit EmbeddedHeads(std::string computer) : computer_(std::move(computer)) {}

    using HeadPtr = std::shared_ptr<const cim::Bytes>;

    /// Of an instance of a class in a namespace.
    HeadPtr head_of(const cim::ClassPtr& of, const std::string& name_space);

    /// A class as an embedded object, whole.
    [[nodiscard]] cim::Bytes block_of(const cim::ClassPtr& of, const std::string& name_space) const;

private:
    using Key = std::pair<cim::ClassPtr, std::string>;  // the class is kept, so that no other can have its address

    struct Known {
        std::map<Key, HeadPtr> all;
        Key last_key;  // of the one that was asked for last: events of one class come in rows
        HeadPtr last;
    };

    const std::string computer_;
    base::Guarded<Known> known_;
};

}  // namespace wmi::events::internal
