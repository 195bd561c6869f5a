#include "spawner.h"

#include "failure.h"

namespace cli {

ComPtr<IWbemClassObject> Spawner::spawn(const std::string& class_name) {
    auto& definition = classes_[class_name];
    if (!definition) definition = session_.get_object(class_name);
    ComPtr<IWbemClassObject> instance;
    check(definition->SpawnInstance(0, instance.GetAddressOf()), "making an instance of '" + class_name + "'");
    return instance;
}

}  // namespace cli
