// Another spelling of <unknwn.h>.
#pragma once

#include "unknwn.h"
