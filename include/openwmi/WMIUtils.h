// Another spelling of <wmiutils.h>.
#pragma once

#include "wmiutils.h"
