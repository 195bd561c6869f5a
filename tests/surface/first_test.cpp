// The first thing that a client does, from end to end.
#include "client.h"

namespace at_surface {
namespace {

class First : public Surface {};

TEST_F(First, AnInstanceIsPutAsynchronouslyAndReadBack) {  // PUT-01, PUT-52, PUT-53, CALL-17, CALL-32, CALL-33
    mof("class Car { [key] string Plate; uint32 Doors; string Colour; };");
    const auto car = spawn(L"Car");
    set(car.Get(), L"Plate", L"B-WM 1");
    set(car.Get(), L"Doors", 5);
    Sink sink;
    ASSERT_EQ(services->PutInstanceAsync(car.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, &sink), WBEM_S_NO_ERROR);
    sink.wait();
    ASSERT_EQ(sink.finals.size(), 1U);
    EXPECT_EQ(sink.finals[0].result, WBEM_S_NO_ERROR);
    EXPECT_EQ(sink.finals[0].text, L"Car.Plate=\"B-WM 1\"");
    EXPECT_EQ(sink.batches, 0U);
    const auto read = get(sink.finals[0].text);
    ASSERT_EQ(last, S_OK);
    EXPECT_EQ(value(read.Get(), L"Doors").lVal, 5);
    EXPECT_EQ(text(read.Get(), L"Colour"), L"(null)");
    EXPECT_EQ(text(read.Get(), L"__NAMESPACE"), L"root\\default");
}

}  // namespace
}  // namespace at_surface
