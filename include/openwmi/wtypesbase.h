// Another spelling of <wtypes.h>.
#pragma once

#include "wtypes.h"
