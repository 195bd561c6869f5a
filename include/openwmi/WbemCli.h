// Another spelling of <wbemcli.h>.
#pragma once

#include "wbemcli.h"
