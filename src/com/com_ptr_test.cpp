#include "com/object.h"

#include <wbemcli.h>

#include <gtest/gtest.h>

namespace wmi::com {
namespace {

class Sink final : public Object<Sink, IWbemObjectSinkEx, IWbemShutdown> {
public:
    HRESULT Indicate(long, IWbemClassObject**) override { return S_OK; }
    HRESULT SetStatus(long, HRESULT, BSTR, IWbemClassObject*) override { return S_OK; }
    HRESULT WriteMessage(ULONG, const BSTR) override { return S_OK; }
    HRESULT WriteError(IWbemClassObject*, unsigned char*) override { return S_OK; }
    HRESULT PromptUser(const BSTR, unsigned char, unsigned char*) override { return S_OK; }
    HRESULT WriteProgress(const BSTR, const BSTR, const BSTR, ULONG, ULONG) override { return S_OK; }
    HRESULT WriteStreamParameter(const BSTR, VARIANT*, ULONG, ULONG) override { return S_OK; }
    HRESULT Shutdown(long, ULONG, IWbemContext*) override { return S_OK; }
};

template <class T>
ULONG references_of(T* object) {
    object->AddRef();
    return object->Release();
}

TEST(Object, LivesAsLongAsItsLastReference) {
    std::size_t before = live_objects();
    {
        auto sink = make<Sink>();
        EXPECT_EQ(live_objects(), before + 1);
        com_ptr<Sink> second = sink;
        EXPECT_EQ(references_of(sink.get()), 2U);
        sink.reset();
        EXPECT_EQ(live_objects(), before + 1);
    }
    EXPECT_EQ(live_objects(), before);
}

TEST(Object, AnswersForItsInterfacesAndForWhatTheyDeriveFrom) {
    auto sink = make<Sink>();
    EXPECT_TRUE(sink.query<IUnknown>());
    EXPECT_TRUE(sink.query<IWbemObjectSinkEx>());
    EXPECT_TRUE(sink.query<IWbemObjectSink>());
    EXPECT_TRUE(sink.query<IWbemShutdown>());
    EXPECT_FALSE(sink.query<IWbemServices>());
    void* place = &sink;
    EXPECT_EQ(sink->QueryInterface(__uuidof(IWbemServices), &place), E_NOINTERFACE);
    EXPECT_EQ(place, nullptr);
    EXPECT_EQ(sink->QueryInterface(__uuidof(IUnknown), nullptr), E_POINTER);
}

TEST(Object, HasOneIdentityWhicheverInterfaceIsAsked) {
    auto sink = make<Sink>();
    EXPECT_EQ(sink.query<IWbemShutdown>().identity(), sink.query<IWbemObjectSink>().identity());
    EXPECT_EQ(identity_of(sink.query<IWbemShutdown>().get()), sink.identity());
    EXPECT_EQ(references_of(sink.get()), 1U);
}

TEST(ComPtr, AdoptsReceivesAndGivesOneReference) {
    auto sink = make<Sink>();
    IWbemObjectSink* raw = sink.query<IWbemObjectSink>().detach();
    EXPECT_EQ(references_of(sink.get()), 2U);
    auto adopted = com_ptr<IWbemObjectSink>::adopt(raw);
    EXPECT_EQ(references_of(sink.get()), 2U);
    com_ptr<IWbemObjectSink> taken;
    adopted.copy_to(taken.out());
    EXPECT_EQ(references_of(sink.get()), 3U);
    EXPECT_EQ(taken, adopted);
    taken = nullptr;
    com_ptr<IWbemObjectSink> moved = std::move(adopted);
    EXPECT_EQ(references_of(sink.get()), 2U);
    sink->QueryInterface(__uuidof(IWbemObjectSink), moved.out_void());
    EXPECT_EQ(references_of(sink.get()), 2U);
}

TEST(ComPtr, ConvertsToABaseInterface) {
    com_ptr<IWbemObjectSink> base = make<Sink>();
    EXPECT_EQ(references_of(base.get()), 1U);
    com_ptr<IUnknown> root = base;
    EXPECT_EQ(references_of(base.get()), 2U);
}

}  // namespace
}  // namespace wmi::com
