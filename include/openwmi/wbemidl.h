// All of WMI: for clients, providers, scripts and transports.
#pragma once

#include "wbemcli.h"
#include "wbemdisp.h"
#include "wbemprov.h"
#include "wbemtran.h"
