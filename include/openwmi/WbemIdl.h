// Another spelling of <wbemidl.h>.
#pragma once

#include "wbemidl.h"
