// Another spelling of <comdef.h>.
#pragma once

#include "comdef.h"
