// Security support: here only the names of users (<secext.h>) and the identity records of <rpcdce.h>.
#pragma once

#include "secext.h"
#include "rpcdce.h"
