# Build lines that were written for Windows name import libraries: -lwbemuuid -lole32. Each is an empty archive here, in a folder of its own
# that the pkg-config file names, so that such a line links as it stands. There is no libuuid: Linux has another library of that name.
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/import-libraries/empty.cpp CONTENT "static_assert(true);\n")
add_library(openwmi_empty OBJECT ${CMAKE_CURRENT_BINARY_DIR}/import-libraries/empty.cpp)
foreach(name wbemuuid ole32 oleaut32 comsupp comsuppw wmiutils advapi32 kernel32 user32 credui secur32)
  add_library(openwmi_import_${name} STATIC $<TARGET_OBJECTS:openwmi_empty>)
  set_target_properties(openwmi_import_${name} PROPERTIES OUTPUT_NAME ${name} ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/import-libraries)
  install(TARGETS openwmi_import_${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/openwmi)
endforeach()
