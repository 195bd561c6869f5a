// Microsoft's source annotations. They tell a Windows compiler how a parameter is used; here each is empty, so that sources
// which carry them compile. Nothing is checked and nothing is generated.
#pragma once

#define _In_
#define _In_z_
#define _In_opt_
#define _In_opt_z_
#define _In_reads_(size)
#define _In_reads_z_(size)
#define _In_reads_opt_(size)
#define _In_reads_opt_z_(size)
#define _In_reads_bytes_(size)
#define _In_reads_bytes_opt_(size)
#define _In_reads_or_z_(size)
#define _In_range_(low, high)
#define _In_bytecount_(size)
#define _In_count_(size)
#define _Inout_
#define _Inout_z_
#define _Inout_opt_
#define _Inout_opt_z_
#define _Inout_updates_(size)
#define _Inout_updates_z_(size)
#define _Inout_updates_opt_(size)
#define _Inout_updates_all_(size)
#define _Inout_updates_bytes_(size)
#define _Inout_updates_bytes_opt_(size)
#define _Out_
#define _Out_opt_
#define _Out_writes_(size)
#define _Out_writes_z_(size)
#define _Out_writes_opt_(size)
#define _Out_writes_opt_z_(size)
#define _Out_writes_all_(size)
#define _Out_writes_to_(size, count)
#define _Out_writes_to_opt_(size, count)
#define _Out_writes_bytes_(size)
#define _Out_writes_bytes_opt_(size)
#define _Out_writes_bytes_all_(size)
#define _Out_writes_bytes_to_(size, count)
#define _Out_writes_bytes_to_opt_(size, count)
#define _Out_range_(low, high)
#define _Out_cap_(size)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Outptr_opt_result_maybenull_
#define _Outptr_result_nullonfailure_
#define _Outptr_result_z_
#define _Outptr_result_buffer_(size)
#define _Outptr_result_bytebuffer_(size)
#define _COM_Outptr_
#define _COM_Outptr_opt_
#define _COM_Outptr_result_maybenull_
#define _Deref_out_
#define _Deref_out_opt_
#define _Deref_out_z_
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Ret_z_
#define _Ret_writes_(size)
#define _Reserved_
#define _Pre_
#define _Post_
#define _Pre_notnull_
#define _Pre_maybenull_
#define _Pre_valid_
#define _Post_invalid_
#define _Post_ptr_invalid_
#define _Post_satisfies_(condition)
#define _Pre_satisfies_(condition)
#define _Null_terminated_
#define _NullNull_terminated_
#define _Maybenull_
#define _Notnull_
#define _Printf_format_string_
#define _Scanf_format_string_
#define _Success_(condition)
#define _On_failure_(annotations)
#define _When_(condition, annotations)
#define _Check_return_
#define _Must_inspect_result_
#define _Use_decl_annotations_
#define _Field_size_(size)
#define _Field_size_opt_(size)
#define _Field_size_bytes_(size)
#define _Field_size_full_(size)
#define _Field_z_
#define _Struct_size_bytes_(size)
#define _Frees_ptr_
#define _Frees_ptr_opt_
#define _Analysis_assume_(condition)
#define _Acquires_lock_(lock)
#define _Releases_lock_(lock)
#define _Requires_lock_held_(lock)
#define _Guarded_by_(lock)
#define _Interlocked_operand_
#define _Function_class_(name)
#define _Always_(annotations)
#define _At_(target, annotations)
#define _IRQL_requires_max_(level)

// the older generation of annotations; its shortest words (__in, __out, __inout) are names inside the C++ library and so are not defined
#define __in_z
#define __in_opt
#define __in_ecount(size)
#define __in_ecount_opt(size)
#define __in_bcount(size)
#define __in_bcount_opt(size)
#define __out_opt
#define __out_z
#define __out_ecount(size)
#define __out_ecount_opt(size)
#define __out_ecount_z(size)
#define __out_ecount_part(size, count)
#define __out_bcount(size)
#define __out_bcount_opt(size)
#define __out_bcount_part(size, count)
#define __inout
#define __inout_opt
#define __inout_z
#define __inout_ecount(size)
#define __inout_bcount(size)
#define __deref_out
#define __deref_out_opt
#define __deref_inout
#define __deref_inout_opt
#define __deref_opt_out
#define __checkReturn
#define __format_string
#define __nullterminated
#define __RPC__in
#define __RPC__in_opt
#define __RPC__in_ecount_full(size)
#define __RPC__in_string
#define __RPC__out
#define __RPC__out_ecount_part(size, count)
#define __RPC__inout
#define __RPC__inout_opt
#define __RPC__deref_out
#define __RPC__deref_out_opt
#define __RPC__deref_inout_opt
#define __RPC__deref_opt_inout_opt
