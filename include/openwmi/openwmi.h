// What OpenWMI adds to the names that Windows gave. Include <wbemidl.h> for those; what has interfaces of its
// own stands in <openwmi/openwmi_repository.h>.
#pragma once

#define OPENWMI_API __attribute__((visibility("default")))

#define OPENWMI_VERSION_MAJOR 0
#define OPENWMI_VERSION_MINOR 1
#define OPENWMI_VERSION_PATCH 0
