// What OpenWMI adds to the names that Windows gave. Include <wbemidl.h> for those.
#pragma once

#define OPENWMI_API __attribute__((visibility("default")))

#define OPENWMI_VERSION_MAJOR 0
#define OPENWMI_VERSION_MINOR 1
#define OPENWMI_VERSION_PATCH 0
