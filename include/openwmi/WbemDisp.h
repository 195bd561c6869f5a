// Another spelling of <wbemdisp.h>.
#pragma once

#include "wbemdisp.h"
