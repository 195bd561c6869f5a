// The identifiers of what OpenWMI adds.
#include <openwmi/openwmi_repository.h>

const IID IID_IOpenWmiRepository = __uuidof(IOpenWmiRepository);
const CLSID CLSID_OpenWmiRepository = __uuidof(OpenWmiRepository);
