// Longest names of users, machines and domains, in characters without the NUL.
#pragma once

#include "windef.h"

#define CNLEN 15
#define DNLEN CNLEN
#define UNCLEN (CNLEN + 2)
#define UNLEN 256
#define GNLEN UNLEN
#define PWLEN 256

typedef DWORD NET_API_STATUS;
#define NERR_Success 0
#define NET_API_FUNCTION
