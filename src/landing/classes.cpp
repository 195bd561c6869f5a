// The table of classes that CoCreateInstance makes (ERR-T6), filled at its first use.
#include "api/house.h"
#include "com/class_registry.h"
#include "landing/internal/mof_compiler.h"
#include "landing/internal/root.h"
#include "objects/install.h"

#include <openwmi/openwmi_repository.h>
#include <wbemcli.h>

namespace wmi::com {

void install_classes() {
    objects::install_classes();
    const auto locator = [](REFIID riid, void** object) -> HRESULT {
        return api::make_locator(landing::open_house)->QueryInterface(riid, object);
    };
    add_class(CLSID_WbemLocator, locator);
    add_class(CLSID_WbemAdministrativeLocator, locator);
    add_class(CLSID_WbemAuthenticatedLocator, locator);
    add_class(CLSID_WbemUnauthenticatedLocator, locator);
    add_class(CLSID_UnsecuredApartment,
              [](REFIID riid, void** object) -> HRESULT { return api::make_unsecured_apartment()->QueryInterface(riid, object); });
    add_class(CLSID_WbemBackupRestore, [](REFIID riid, void** object) -> HRESULT {
        return api::make_backup_restore(landing::open_house)->QueryInterface(riid, object);
    });
    add_class(CLSID_OpenWmiRepository, [](REFIID riid, void** object) -> HRESULT {
        return api::make_maintenance(landing::open_house)->QueryInterface(riid, object);
    });
    add_class(CLSID_MofCompiler, [](REFIID riid, void** object) -> HRESULT {
        return landing::make_mof_compiler()->QueryInterface(riid, object);
    });
}

}  // namespace wmi::com
