// Another spelling of <windef.h>.
#pragma once

#include "windef.h"
