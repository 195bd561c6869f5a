// Another spelling of <wbemprov.h>.
#pragma once

#include "wbemprov.h"
