// ATL, as far as WMI's clients use it.
#pragma once

#include "atlcomcli.h"
#include "ole2.h"
