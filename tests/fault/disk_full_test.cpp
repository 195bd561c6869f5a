// The disk fills up under puts: WBEM_E_OUT_OF_DISK_SPACE, nothing acknowledged is lost, and work goes on when there is space
// again. A limit on the size of files (RLIMIT_FSIZE) stands for the full disk, so that the test needs no rights; where a tmpfs
// can be mounted, that is used, too.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

using Microsoft::WRL::ComPtr;

namespace {

HRESULT put_item(IWbemServices* services, IWbemClassObject* definition, LONG id) {
    ComPtr<IWbemClassObject> item;
    _variant_t key(id), text(std::wstring(2000, L'x').c_str());
    HRESULT status = definition->SpawnInstance(0, item.GetAddressOf());
    if (SUCCEEDED(status)) status = item->Put(L"Id", 0, &key, 0);
    if (SUCCEEDED(status)) status = item->Put(L"Text", 0, &text, 0);
    return SUCCEEDED(status) ? services->PutInstance(item.Get(), 0, nullptr, nullptr) : status;
}

/// Fills the disk, frees it, goes on, and looks that everything acknowledged is there. `free_space` ends the shortage.
void fill_and_go_on(const std::filesystem::path& folder, const std::function<void()>& begin_shortage, const std::function<void()>& end_shortage) {
    setenv("OPENWMI_STORE", folder.c_str(), 1);
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    ComPtr<IWbemLocator> locator;
    ComPtr<IWbemServices> services;
    ASSERT_EQ(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), S_OK);
    ASSERT_EQ(locator->ConnectServer(_bstr_t(L"root\\cimv2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, services.GetAddressOf()), S_OK);
    ComPtr<IMofCompiler> compiler;
    ASSERT_EQ(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), S_OK);
    std::string mof = "class Disk_Item { [key] uint32 Id; string Text; };";
    wchar_t ns[] = L"root\\cimv2";
    WBEM_COMPILE_STATUS_INFO info{};
    ASSERT_TRUE(SUCCEEDED(compiler->CompileBuffer(static_cast<LONG>(mof.size()), reinterpret_cast<BYTE*>(mof.data()), ns, nullptr, nullptr, nullptr, 0, 0, 0, &info)));
    ASSERT_TRUE(SUCCEEDED(info.hRes));
    ComPtr<IWbemClassObject> definition;
    ASSERT_EQ(services->GetObject(_bstr_t(L"Disk_Item"), 0, nullptr, definition.GetAddressOf(), nullptr), S_OK);

    begin_shortage();
    LONG acknowledged = 0;
    HRESULT status = S_OK;
    while (acknowledged < 20'000 && SUCCEEDED(status = put_item(services.Get(), definition.Get(), acknowledged))) ++acknowledged;
    EXPECT_EQ(status, static_cast<HRESULT>(WBEM_E_OUT_OF_DISK_SPACE)) << std::hex << status;
    EXPECT_GT(acknowledged, 0);
    end_shortage();
    EXPECT_EQ(put_item(services.Get(), definition.Get(), 1'000'000), S_OK) << "work goes on when there is space again";
    for (LONG id = 0; id < acknowledged; ++id) {
        ComPtr<IWbemClassObject> back;
        const std::wstring path = L"Disk_Item.Id=" + std::to_wstring(id);
        ASSERT_EQ(services->GetObject(_bstr_t(path.c_str()), 0, nullptr, back.GetAddressOf(), nullptr), S_OK) << id;
    }
    std::printf("%ld puts were acknowledged before the disk was full, all are there\n", acknowledged);
}

}  // namespace

TEST(DiskFull, ALimitOnFileSizesIsAnsweredAndSurvived) {  // PUT-59, PUT-35
    const auto folder = std::filesystem::temp_directory_path() / ("openwmi-full-" + std::to_string(getpid()));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    fill_and_go_on(
        folder,
        [&] {
            const rlimit small{6U << 20U, before.rlim_max};
            setrlimit(RLIMIT_FSIZE, &small);
        },
        [&] { setrlimit(RLIMIT_FSIZE, &before); });
    std::filesystem::remove_all(folder);
}

TEST(DiskFull, AFullFileSystemIsAnsweredAndSurvived) {
    const auto place = std::filesystem::temp_directory_path() / ("openwmi-tmpfs-" + std::to_string(getpid()));
    std::filesystem::create_directories(place);
    if (mount("tmpfs", place.c_str(), "tmpfs", 0, "size=8m") != 0) {
        const int why = errno;
        std::filesystem::remove_all(place);
        GTEST_SKIP() << "no tmpfs can be mounted here: " << std::strerror(why) << "; the limit on file sizes stands for it";
    }
    fill_and_go_on(place / "repository", [] {}, [&] { mount("tmpfs", place.c_str(), "tmpfs", MS_REMOUNT, "size=64m"); });
    umount2(place.c_str(), MNT_DETACH);
    std::filesystem::remove_all(place);
}
