# Build lines that were written for Windows name import libraries: -lwbemuuid -lole32. Each is an empty archive here, in a folder of its own
# that the pkg-config file names, so that such a line links as it stands: those of the published samples, and those that Visual Studio gives
# every new program. Linux has a library of its own named uuid: for openwmi-msvc -luuid stands for that one where a program calls it, and for
# nothing where it does not, whether its development package is there or not.
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/import-libraries/empty.cpp CONTENT "static_assert(true);\n")
add_library(openwmi_empty OBJECT ${CMAKE_CURRENT_BINARY_DIR}/import-libraries/empty.cpp)
foreach(name wbemuuid ole32 oleaut32 comsupp comsuppw comsuppd comsuppwd wmiutils advapi32 kernel32 user32 credui secur32 gdi32 winspool
             comdlg32 shell32 shlwapi odbc32 odbccp32 netapi32 rpcrt4 ws2_32)
  add_library(openwmi_import_${name} STATIC $<TARGET_OBJECTS:openwmi_empty>)
  set_target_properties(openwmi_import_${name} PROPERTIES OUTPUT_NAME ${name} ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/import-libraries)
  install(TARGETS openwmi_import_${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/openwmi)
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/import-libraries/msvc/libuuid.so CONTENT "/* GNU ld script */ INPUT(AS_NEEDED(libuuid.so.1))\n")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/import-libraries/msvc/libuuid.so DESTINATION ${CMAKE_INSTALL_LIBDIR}/openwmi/msvc)
