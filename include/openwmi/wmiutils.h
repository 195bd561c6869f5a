// Paths and queries as objects: IWbemPath takes an object path apart and puts one together, IWbemQuery parses WQL.
//
// Buffers: a size goes in as the number of characters that fit, the final zero among them, and comes out as the number needed. With a NULL
// buffer only the size is told; WBEM_E_BUFFER_TOO_SMALL says that the text did not fit. Source: the path rules of WMI's documentation.
#pragma once

#include "wbemcli.h"

#include <type_traits>

/// What IWbemPath::GetInfo tells of a path, a bit each.
typedef enum tag_WBEM_PATH_STATUS_FLAG : int {
    WBEMPATH_INFO_ANON_LOCAL_MACHINE = 0x1,
    WBEMPATH_INFO_HAS_MACHINE_NAME = 0x2,
    WBEMPATH_INFO_IS_CLASS_REF = 0x4,
    WBEMPATH_INFO_IS_INST_REF = 0x8,
    WBEMPATH_INFO_HAS_SUBSCOPES = 0x10,
    WBEMPATH_INFO_IS_COMPOUND = 0x20,
    WBEMPATH_INFO_HAS_V2_REF_PATHS = 0x40,
    WBEMPATH_INFO_HAS_IMPLIED_KEY = 0x80,
    WBEMPATH_INFO_CONTAINS_SINGLETON = 0x100,
    WBEMPATH_INFO_V1_COMPLIANT = 0x200,
    WBEMPATH_INFO_V2_COMPLIANT = 0x400,
    WBEMPATH_INFO_CIM_COMPLIANT = 0x800,
    WBEMPATH_INFO_IS_SINGLETON = 0x1000,
    WBEMPATH_INFO_IS_PARENT = 0x2000,
    WBEMPATH_INFO_SERVER_NAMESPACE_ONLY = 0x4000,
    WBEMPATH_INFO_NATIVE_PATH = 0x8000,
    WBEMPATH_INFO_WMI_PATH = 0x10000,
    WBEMPATH_INFO_PATH_HAD_SERVER = 0x20000,
} WBEM_PATH_STATUS_FLAG;

/// What kind of path IWbemPath::SetText takes.
typedef enum tag_WBEM_PATH_CREATE_FLAG : int {
    WBEMPATH_CREATE_ACCEPT_RELATIVE = 0x1,
    WBEMPATH_CREATE_ACCEPT_ABSOLUTE = 0x2,
    WBEMPATH_CREATE_ACCEPT_ALL = 0x4,
    WBEMPATH_TREAT_SINGLE_IDENT_AS_NS = 0x8,
} WBEM_PATH_CREATE_FLAG;

/// Which part of a path IWbemPath::GetText prints.
typedef enum tag_WBEM_GET_TEXT_FLAGS : int {
    WBEMPATH_COMPRESSED = 0x1,
    WBEMPATH_GET_RELATIVE_ONLY = 0x2,
    WBEMPATH_GET_SERVER_TOO = 0x4,
    WBEMPATH_GET_SERVER_AND_NAMESPACE_ONLY = 0x8,
    WBEMPATH_GET_NAMESPACE_ONLY = 0x10,
    WBEMPATH_GET_ORIGINAL = 0x20,
} WBEM_GET_TEXT_FLAGS;

/// How the values of keys are printed.
typedef enum tag_WBEM_GET_KEY_FLAGS : int {
    WBEMPATH_TEXT = 0x1,
    WBEMPATH_QUOTEDTEXT = 0x2,
} WBEM_GET_KEY_FLAGS;

/// What IWbemQuery::GetAnalysis gives.
typedef enum tag_WMIQ_ANALYSIS_TYPE : int {
    WMIQ_ANALYSIS_RPN_SEQUENCE = 0x1,
    WMIQ_ANALYSIS_ASSOC_QUERY = 0x2,
    WMIQ_ANALYSIS_PROP_ANALYSIS_MATRIX = 0x3,
    WMIQ_ANALYSIS_QUERY_TEXT = 0x4,
    WMIQ_ANALYSIS_RESERVED = 0x8000000,
} WMIQ_ANALYSIS_TYPE;

/// The parts of a WHERE clause in reverse Polish order.
typedef enum tag_WMIQ_RPN_TOKEN_FLAGS : int {
    WMIQ_RPN_TOKEN_EXPRESSION = 1,
    WMIQ_RPN_TOKEN_AND = 2,
    WMIQ_RPN_TOKEN_OR = 3,
    WMIQ_RPN_TOKEN_NOT = 4,
    WMIQ_RPN_OP_UNDEFINED = 0,
    WMIQ_RPN_OP_EQ = 1,
    WMIQ_RPN_OP_NE = 2,
    WMIQ_RPN_OP_GE = 3,
    WMIQ_RPN_OP_LE = 4,
    WMIQ_RPN_OP_LT = 5,
    WMIQ_RPN_OP_GT = 6,
    WMIQ_RPN_OP_LIKE = 7,
    WMIQ_RPN_OP_ISA = 8,
    WMIQ_RPN_OP_ISNOTA = 9,
    WMIQ_RPN_OP_ISNULL = 10,
    WMIQ_RPN_OP_ISNOTNULL = 11,
    WMIQ_RPN_LEFT_PROPERTY_NAME = 0x1,
    WMIQ_RPN_RIGHT_PROPERTY_NAME = 0x2,
    WMIQ_RPN_CONST2 = 0x4,
    WMIQ_RPN_CONST = 0x8,
    WMIQ_RPN_RELOP = 0x10,
    WMIQ_RPN_LEFT_FUNCTION = 0x20,
    WMIQ_RPN_RIGHT_FUNCTION = 0x40,
    WMIQ_RPN_GET_TOKEN_TYPE = 1,
    WMIQ_RPN_GET_EXPR_SHAPE = 2,
    WMIQ_RPN_GET_LEFT_FUNCTION = 3,
    WMIQ_RPN_GET_RIGHT_FUNCTION = 4,
    WMIQ_RPN_GET_RELOP = 5,
    WMIQ_RPN_NEXT_TOKEN = 1,
    WMIQ_RPN_FROM_UNARY = 0x1,
    WMIQ_RPN_FROM_PATH = 0x2,
    WMIQ_RPN_FROM_CLASS_LIST = 0x4,
    WMIQ_RPN_FROM_MULTIPLE = 0x8,
} WMIQ_RPN_TOKEN_FLAGS;

/// What an ASSOCIATORS OF or REFERENCES OF query has.
typedef enum tag_WMIQ_ASSOCQ_FLAGS : int {
    WMIQ_ASSOCQ_ASSOCIATORS = 0x1,
    WMIQ_ASSOCQ_REFERENCES = 0x2,
    WMIQ_ASSOCQ_RESULTCLASS = 0x4,
    WMIQ_ASSOCQ_ASSOCCLASS = 0x8,
    WMIQ_ASSOCQ_ROLE = 0x10,
    WMIQ_ASSOCQ_RESULTROLE = 0x20,
    WMIQ_ASSOCQ_REQUIREDQUALIFIER = 0x40,
    WMIQ_ASSOCQ_REQUIREDASSOCQUALIFIER = 0x80,
    WMIQ_ASSOCQ_CLASSDEFSONLY = 0x100,
    WMIQ_ASSOCQ_KEYSONLY = 0x200,
    WMIQ_ASSOCQ_SCHEMAONLY = 0x400,
    WMIQ_ASSOCQ_CLASSREFSONLY = 0x800,
} WMIQ_ASSOCQ_FLAGS;

/// Features of the query language that a caller accepts.
typedef enum tag_WMIQ_LANGUAGE_FEATURES : int {
    WMIQ_LF1_BASIC_SELECT = 1,
    WMIQ_LF2_CLASS_NAME_IN_QUERY = 2,
    WMIQ_LF3_STRING_CASE_FUNCTIONS = 3,
    WMIQ_LF4_PROP_TO_PROP_TESTS = 4,
    WMIQ_LF5_COUNT_STAR = 5,
    WMIQ_LF6_ORDER_BY = 6,
    WMIQ_LF7_DISTINCT = 7,
    WMIQ_LF8_ISA = 8,
    WMIQ_LF9_THIS = 9,
    WMIQ_LF10_COMPEX_SUBEXPRESSIONS = 10,
    WMIQ_LF11_ALIASING = 11,
    WMIQ_LF12_GROUP_BY_HAVING = 12,
    WMIQ_LF13_WMI_WITHIN = 13,
    WMIQ_LF14_SQL_WRITE_OPERATIONS = 14,
    WMIQ_LF15_GO = 15,
    WMIQ_LF16_SINGLE_LEVEL_TRANSACTIONS = 16,
    WMIQ_LF17_QUALIFIED_NAMES = 17,
    WMIQ_LF18_ASSOCIATONS = 18,
    WMIQ_LF19_SYSTEM_PROPERTIES = 19,
    WMIQ_LF20_EXTENDED_SYSTEM_PROPERTIES = 20,
    WMIQ_LF21_SQL89_JOINS = 21,
    WMIQ_LF22_SQL92_JOINS = 22,
    WMIQ_LF23_SUBSELECTS = 23,
    WMIQ_LF24_UMI_EXTENSIONS = 24,
    WMIQ_LF25_DATEPART = 25,
    WMIQ_LF26_LIKE = 26,
    WMIQ_LF27_CIM_TEMPORAL_CONSTRUCTS = 27,
    WMIQ_LF28_STANDARD_AGGREGATES = 28,
    WMIQ_LF29_MULTI_LEVEL_ORDER_BY = 29,
    WMIQ_LF30_WMI_PRAGMAS = 30,
    WMIQ_LF31_QUALIFIER_TESTS = 31,
    WMIQ_LF32_SP_EXECUTE = 32,
    WMIQ_LF33_ARRAY_ACCESS = 33,
    WMIQ_LF34_UNION = 34,
    WMIQ_LF35_COMPLEX_SELECT_TARGET = 35,
    WMIQ_LF36_REFERENCE_TESTS = 36,
    WMIQ_LF37_SELECT_INTO = 37,
    WMIQ_LF38_BASIC_DATETIME_TESTS = 38,
    WMIQ_LF39_COUNT_COLUMN = 39,
    WMIQ_LF40_BETWEEN = 40,
    WMIQ_LF_LAST = 40,
} WMIQ_LANGUAGE_FEATURES;

/// Features that a parsed query uses, a bit each.
typedef enum tag_WMIQ_RPNF_FEATURE : int {
    WMIQ_RPNF_WHERE_CLAUSE_PRESENT = 0x1,
    WMIQ_RPNF_QUERY_IS_CONJUNCTIVE = 0x2,
    WMIQ_RPNF_QUERY_IS_DISJUNCTIVE = 0x4,
    WMIQ_RPNF_PROJECTION = 0x8,
    WMIQ_RPNF_FEATURE_SELECT_STAR = 0x10,
    WMIQ_RPNF_EQUALITY_TESTS_ONLY = 0x20,
    WMIQ_RPNF_COUNT_STAR = 0x40,
    WMIQ_RPNF_QUALIFIED_NAMES_USED = 0x80,
    WMIQ_RPNF_SYSPROP_CLASS_USED = 0x100,
    WMIQ_RPNF_PROP_TO_PROP_TESTS = 0x200,
    WMIQ_RPNF_ORDER_BY = 0x400,
    WMIQ_RPNF_ISA_USED = 0x800,
    WMIQ_RPNF_GROUP_BY_HAVING = 0x1000,
    WMIQ_RPNF_ARRAY_ACCESS_USED = 0x2000,
} WMIQ_RPNF_FEATURE;

struct IWbemPathKeyList;
struct IWbemPath;

/// A name with dots: a.b.c is a list of three. * is a name of its own.
typedef struct tag_SWbemQueryQualifiedName {
    ULONG m_uVersion;    // 1
    ULONG m_uTokenType;  // 1
    ULONG m_uNameListSize;
    LPCWSTR* m_ppszNameList;
    BOOL m_bArraysUsed;     // FALSE: WQL does not look into arrays
    BOOL* m_pbArrayElUsed;  // NULL
    ULONG* m_puArrayIndex;  // NULL
} SWbemQueryQualifiedName;

/// A constant of a query; which member holds it, m_uConstApparentType of its token says: VT_LPWSTR, VT_BOOL, VT_I4, VT_UI4 (LONG and
/// ULONG have 64 bits here, the value fits 32), VT_I8, VT_UI8 or VT_R8. Integers have the first of these types that holds them.
typedef union tag_SWbemRpnConst {
    LPCWSTR m_pszStrVal;
    BOOL m_bBoolVal;
    LONG m_lLongVal;
    ULONG m_uLongVal;
    double m_dblVal;
    __int64 m_lVal64;
    __int64 m_uVal64;
} SWbemRpnConst;

/// One token: a comparison, or AND, OR, NOT, which have a type and nothing else. The property is on the left: 5 < X is X > 5.
typedef struct tag_SWbemRpnQueryToken {
    ULONG m_uVersion;             // 1
    ULONG m_uTokenType;           // WMIQ_RPN_TOKEN_...
    ULONG m_uSubexpressionShape;  // WMIQ_RPN_LEFT_PROPERTY_NAME and its like
    ULONG m_uOperator;            // WMIQ_RPN_OP_...
    SWbemQueryQualifiedName* m_pRightIdent;  // NULL, or a second property
    SWbemQueryQualifiedName* m_pLeftIdent;
    ULONG m_uConstApparentType;  // 0 without a constant: IS NULL, two properties
    SWbemRpnConst m_Const;
    ULONG m_uConst2ApparentType;  // 0: WQL has no BETWEEN
    SWbemRpnConst m_Const2;
    LPCWSTR m_pszRightFunc;  // NULL: WQL has no functions
    LPCWSTR m_pszLeftFunc;   // NULL
} SWbemRpnQueryToken;

typedef struct tag_SWbemRpnTokenList {
    ULONG m_uVersion;
    ULONG m_uTokenType;
    ULONG m_uNumTokens;
} SWbemRpnTokenList;

/// A parsed SELECT, as IWbemQuery::GetAnalysis gives it. IWbemQuery::FreeMemory frees it.
typedef struct tag_SWbemRpnEncodedQuery {
    ULONG m_uVersion;                       // 1
    ULONG m_uTokenType;                     // 0
    unsigned __int64 m_uParsedFeatureMask;  // WMIQ_RPNF_...
    ULONG m_uDetectedArraySize;             // 0: IWbemQuery::TestLanguageFeatures tells them
    ULONG* m_puDetectedFeatures;            // NULL
    ULONG m_uSelectListSize;
    SWbemQueryQualifiedName** m_ppSelectList;
    ULONG m_uFromTargetType;        // WMIQ_RPN_FROM_UNARY
    LPCWSTR m_pszOptionalFromPath;  // NULL
    ULONG m_uFromListSize;          // 1
    LPCWSTR* m_ppszFromList;
    ULONG m_uWhereClauseSize;                 // tokens: A = 1 AND B = 2 has three
    SWbemRpnQueryToken** m_ppRpnWhereClause;  // operands before what joins them
    double m_dblWithinPolling;                // seconds of WITHIN, 0 without
    double m_dblWithinWindow;                 // seconds of GROUP WITHIN, 0 without
    ULONG m_uOrderByListSize;                 // 0: WQL does not sort
    LPCWSTR* m_ppszOrderByList;               // NULL
    ULONG* m_uOrderDirectionEl;               // NULL
} SWbemRpnEncodedQuery;

/// Which comparisons a property takes part in.
typedef struct tag_SWbemAnalysisMatrix {
    ULONG m_uVersion;
    ULONG m_uMatrixType;
    LPCWSTR m_pszProperty;
    ULONG m_uPropertyType;
    ULONG m_uEntries;
    LPVOID* m_pValues;
    BOOL* m_pbTruthTable;
} SWbemAnalysisMatrix;

typedef struct tag_SWbemAnalysisMatrixList {
    ULONG m_uVersion;
    ULONG m_uMatrixType;
    ULONG m_uNumMatrices;
    SWbemAnalysisMatrix* m_pMatrices;
} SWbemAnalysisMatrixList;

/// A parsed ASSOCIATORS OF or REFERENCES OF. What the query does not name is NULL.
typedef struct tag_SWbemAssocQueryInf {
    ULONG m_uVersion;       // 2
    ULONG m_uAnalysisType;  // WMIQ_ANALYSIS_ASSOC_QUERY
    ULONG m_uFeatureMask;   // WMIQ_ASSOCQ_...
    IWbemPath* m_pPath;     // of the source
    LPWSTR m_pszPath;       // the same as text, as between the braces
    LPWSTR m_pszQueryText;  // the whole query
    LPWSTR m_pszResultClass;
    LPWSTR m_pszAssocClass;
    LPWSTR m_pszRole;
    LPWSTR m_pszResultRole;
    LPWSTR m_pszRequiredQualifier;
    LPWSTR m_pszRequiredAssocQualifier;
} SWbemAssocQueryInf;

/// The keys of a path, in the order of their text.
struct IWbemPathKeyList : public IUnknown {
    /// How many keys there are.
    virtual HRESULT GetCount(ULONG* puKeyCount) = 0;
    /// Adds a key or replaces its value; pKeyVal points at a value of the CIM type, at a LPCWSTR's text for strings.
    /// wszName   NULL for the one unnamed key
    /// errors    WBEM_E_INVALID_PARAMETER
    virtual HRESULT SetKey(LPCWSTR wszName, ULONG uFlags, ULONG uCimType, LPVOID pKeyVal) = 0;
    /// The same from a VARIANT.
    virtual HRESULT SetKey2(LPCWSTR wszName, ULONG uFlags, ULONG uCimType, VARIANT* pKeyVal) = 0;
    /// Name and value of a key by its place. Sizes count characters of the name, bytes of the value.
    /// errors    WBEM_E_INVALID_PARAMETER: no such place; WBEM_E_BUFFER_TOO_SMALL
    virtual HRESULT GetKey(ULONG uKeyIx, ULONG uFlags, ULONG* puNameBufSize, LPWSTR pszKeyName,
                           ULONG* puKeyValBufSize, LPVOID pKeyVal, ULONG* puApparentCimType) = 0;
    /// The same into a VARIANT, which the caller clears.
    virtual HRESULT GetKey2(ULONG uKeyIx, ULONG uFlags, ULONG* puNameBufSize, LPWSTR pszKeyName,
                            VARIANT* pKeyValue, ULONG* puApparentCimType) = 0;
    /// errors    WBEM_E_INVALID_PARAMETER: no such key
    virtual HRESULT RemoveKey(LPCWSTR wszName, ULONG uFlags) = 0;
    /// Leaves a path of a class.
    virtual HRESULT RemoveAllKeys(ULONG uFlags) = 0;
    /// TRUE makes the path that of a singleton (Class=@), FALSE takes that back.
    virtual HRESULT MakeSingleton(boolean bSet) = 0;
    /// Bits of tag_WBEM_PATH_STATUS_FLAG that hold for the keys; uRequestedInfo is 0.
    virtual HRESULT GetInfo(ULONG uRequestedInfo, ULONGLONG* puResponse) = 0;
    /// The keys as they stand in a path.
    virtual HRESULT GetText(LONG lFlags, ULONG* puBuffLength, LPWSTR pszText) = 0;

    /// The same with sizes and types that are DWORDs or LONGs, in any mixture.
    template <class Size, class Type, std::enable_if_t<!std::is_same<Size, ULONG>::value || !std::is_same<Type, ULONG>::value, int> = 0>
    HRESULT GetKey2(ULONG uKeyIx, ULONG uFlags, Size* puNameBufSize, LPWSTR pszKeyName, VARIANT* pKeyValue,
                    Type* puApparentCimType) {
        ULONG size = puNameBufSize ? static_cast<ULONG>(*puNameBufSize) : 0;
        ULONG type = 0;
        HRESULT hr = GetKey2(uKeyIx, uFlags, puNameBufSize ? &size : nullptr, pszKeyName, pKeyValue,
                             puApparentCimType ? &type : nullptr);
        if (puNameBufSize) *puNameBufSize = static_cast<Size>(size);
        if (puApparentCimType) *puApparentCimType = static_cast<Type>(type);
        return hr;
    }
};

/// An object path in parts: server, namespaces, class, keys.
struct IWbemPath : public IUnknown {
    /// Takes a path apart; uMode is of tag_WBEM_PATH_CREATE_FLAG. errors: WBEM_E_INVALID_PARAMETER for what is no path of that kind.
    virtual HRESULT SetText(ULONG uMode, LPCWSTR pszPath) = 0;
    /// The path, or the part that lFlags names (tag_WBEM_GET_TEXT_FLAGS), as text.
    virtual HRESULT GetText(LONG lFlags, ULONG* puBuffLength, LPWSTR pszText) = 0;
    /// Bits of tag_WBEM_PATH_STATUS_FLAG that hold; uRequestedInfo is 0.
    virtual HRESULT GetInfo(ULONG uRequestedInfo, ULONGLONG* puResponse) = 0;
    /// NULL takes the server away.
    virtual HRESULT SetServer(LPCWSTR Name) = 0;
    /// errors: WBEM_E_NOT_AVAILABLE without a server
    virtual HRESULT GetServer(ULONG* puNameBufLength, LPWSTR pName) = 0;
    /// How many namespaces stand in the path.
    virtual HRESULT GetNamespaceCount(ULONG* puCount) = 0;
    /// Puts a namespace before the one at uIndex, or at the end.
    virtual HRESULT SetNamespaceAt(ULONG uIndex, LPCWSTR pszName) = 0;
    /// errors: WBEM_E_INVALID_PARAMETER: no such place
    virtual HRESULT GetNamespaceAt(ULONG uIndex, ULONG* puNameBufLength, LPWSTR pName) = 0;
    virtual HRESULT RemoveNamespaceAt(ULONG uIndex) = 0;
    virtual HRESULT RemoveAllNamespaces() = 0;
    /// Scopes are the parts class.key of a path below the namespaces.
    virtual HRESULT GetScopeCount(ULONG* puCount) = 0;
    virtual HRESULT SetScope(ULONG uIndex, LPWSTR pszClass) = 0;
    virtual HRESULT SetScopeFromText(ULONG uIndex, LPWSTR pszText) = 0;
    virtual HRESULT GetScope(ULONG uIndex, ULONG* puClassNameBufSize, LPWSTR pszClass,
                             IWbemPathKeyList** pKeyList) = 0;
    virtual HRESULT GetScopeAsText(ULONG uIndex, ULONG* puTextBufSize, LPWSTR pszText) = 0;
    virtual HRESULT RemoveScope(ULONG uIndex) = 0;
    virtual HRESULT RemoveAllScopes() = 0;
    /// NULL takes the class away.
    virtual HRESULT SetClassName(LPCWSTR Name) = 0;
    /// errors: WBEM_E_INVALID_OBJECT_PATH without a class
    virtual HRESULT GetClassName(ULONG* puBuffLength, LPWSTR pszName) = 0;
    /// The keys of the path, live: a change of the list is a change of the path.
    virtual HRESULT GetKeyList(IWbemPathKeyList** pOut) = 0;
    /// Gives a path of a namespace a class.
    virtual HRESULT CreateClassPart(LONG lFlags, LPCWSTR Name) = 0;
    /// Takes class and keys away.
    virtual HRESULT DeleteClassPart(LONG lFlags) = 0;
    /// TRUE when the path, as it is, means something in this namespace of this machine.
    virtual BOOL IsRelative(LPWSTR wszMachine, LPWSTR wszNamespace) = 0;
    /// The same, or below it.
    virtual BOOL IsRelativeOrChild(LPWSTR wszMachine, LPWSTR wszNamespace, LONG lFlags) = 0;
    /// TRUE when the path's server is missing, "." or this name.
    virtual BOOL IsLocal(LPCWSTR wszMachine) = 0;
    /// Compares without regard to case.
    virtual BOOL IsSameClassName(LPCWSTR wszClass) = 0;

    /// The same with a size that is a DWORD.
    template <class Size, std::enable_if_t<!std::is_same<Size, ULONG>::value, int> = 0>
    HRESULT GetServer(Size* puSize, LPWSTR pszName) {
        ULONG size = puSize ? static_cast<ULONG>(*puSize) : 0;
        HRESULT hr = GetServer(puSize ? &size : nullptr, pszName);
        if (puSize) *puSize = static_cast<Size>(size);
        return hr;
    }
    /// The same with a size that is a DWORD.
    template <class Size, std::enable_if_t<!std::is_same<Size, ULONG>::value, int> = 0>
    HRESULT GetNamespaceAt(ULONG uIndex, Size* puSize, LPWSTR pszName) {
        ULONG size = puSize ? static_cast<ULONG>(*puSize) : 0;
        HRESULT hr = GetNamespaceAt(uIndex, puSize ? &size : nullptr, pszName);
        if (puSize) *puSize = static_cast<Size>(size);
        return hr;
    }
    /// The same with a size that is a DWORD.
    template <class Size, std::enable_if_t<!std::is_same<Size, ULONG>::value, int> = 0>
    HRESULT GetClassName(Size* puSize, LPWSTR pszName) {
        ULONG size = puSize ? static_cast<ULONG>(*puSize) : 0;
        HRESULT hr = GetClassName(puSize ? &size : nullptr, pszName);
        if (puSize) *puSize = static_cast<Size>(size);
        return hr;
    }
    /// The same with a size that is a DWORD.
    template <class Size, std::enable_if_t<!std::is_same<Size, ULONG>::value, int> = 0>
    HRESULT GetText(LONG lFlags, Size* puSize, LPWSTR pszName) {
        ULONG size = puSize ? static_cast<ULONG>(*puSize) : 0;
        HRESULT hr = GetText(lFlags, puSize ? &size : nullptr, pszName);
        if (puSize) *puSize = static_cast<Size>(size);
        return hr;
    }
};

/// Takes a query apart: SELECT into reverse Polish order, ASSOCIATORS OF and REFERENCES OF into their parts. Classes are not looked
/// up, so no connection is needed. CoCreateInstance(CLSID_WbemQuery). Any thread may use it. Every uFlags is 0. A method that
/// fails leaves the object as it was, and a sentence in GetErrorInfo. Source: the reference pages of IWbemQuery; what
/// SetLanguageFeatures, TestLanguageFeatures and GetQueryInfo do is described there by their names alone.
struct IWbemQuery : public IUnknown {
    /// Forgets the query and the features. What GetAnalysis gave stays until FreeMemory.
    virtual HRESULT Empty() = 0;
    /// Which features (WMIQ_LANGUAGE_FEATURES) the caller takes: from now on Parse refuses queries that have others.
    /// uArraySize  at most 40; 0 with any pointer: all features, as in the beginning
    /// errors      WBEM_E_INVALID_PARAMETER: a number that is no feature
    virtual HRESULT SetLanguageFeatures(ULONG uFlags, ULONG uArraySize, ULONG* puFeatures) = 0;
    /// Which features the parsed query has, ascending.
    /// uArraySize  in: how many fit; out: how many there are
    /// errors      WBEM_E_BUFFER_TOO_SMALL: more than fit (with puFeatures NULL none does); WBEM_E_INVALID_PARAMETER: no query
    virtual HRESULT TestLanguageFeatures(ULONG uFlags, ULONG* uArraySize, ULONG* puFeatures) = 0;
    /// Reads a query of at most 16384 characters, with at most 256 parentheses open at once.
    /// pszLang   L"WQL" or L"SQL", in capitals
    /// errors    WBEM_E_INVALID_PARAMETER: another language, a NULL, flags; WBEM_E_INVALID_QUERY: the error's sentence names the
    ///           character; WBEM_E_QUOTA_VIOLATION: beyond the limits; WBEM_E_MISSING_GROUP_WITHIN, WBEM_E_MISSING_AGGREGATION_LIST
    virtual HRESULT Parse(LPCWSTR pszLang, LPCWSTR pszQuery, ULONG uFlags) = 0;
    /// Gives one analysis of the parsed query: of SELECT WMIQ_ANALYSIS_RPN_SEQUENCE, a SWbemRpnEncodedQuery; of ASSOCIATORS OF and
    /// REFERENCES OF WMIQ_ANALYSIS_ASSOC_QUERY, a SWbemAssocQueryInf; of any WMIQ_ANALYSIS_QUERY_TEXT, the text as a LPWSTR.
    /// pAnalysis  belongs to this object; valid until FreeMemory or the last Release. m_pPath in it carries no reference of its own.
    /// errors     WBEM_E_INVALID_PARAMETER: no query, or it has no such analysis; *pAnalysis is then NULL
    virtual HRESULT GetAnalysis(ULONG uAnalysisType, ULONG uFlags, LPVOID* pAnalysis) = 0;
    /// Frees what GetAnalysis of this object gave. errors: WBEM_E_INVALID_PARAMETER: nothing of that kind, or freed before
    virtual HRESULT FreeMemory(LPVOID pMem) = 0;
    /// One figure of each token of the WHERE clause, in order, as ULONGs.
    /// uAnalysisType  WMIQ_ANALYSIS_RPN_SEQUENCE
    /// uInfoId        WMIQ_RPN_GET_TOKEN_TYPE, WMIQ_RPN_GET_EXPR_SHAPE, WMIQ_RPN_GET_RELOP; _LEFT_FUNCTION and _RIGHT_FUNCTION are always 0
    /// uBufSize       in bytes
    /// errors         WBEM_E_BUFFER_TOO_SMALL; WBEM_E_INVALID_PARAMETER: no SELECT, or no such figure
    virtual HRESULT GetQueryInfo(ULONG uAnalysisType, ULONG uInfoId, ULONG uBufSize, LPVOID pDestBuf) = 0;
};

class WbemDefPath;
class WbemQuery;

__CRT_UUID_DECL(IWbemPathKeyList, 0x9ae62877, 0x7544, 0x4bb0, 0xaa, 0x26, 0xa1, 0x38, 0x24, 0x65, 0x9e, 0xd6)
__CRT_UUID_DECL(IWbemPath, 0x3bc15af2, 0x736c, 0x477e, 0x9e, 0x51, 0x23, 0x8a, 0xf8, 0x66, 0x7d, 0xcc)
__CRT_UUID_DECL(IWbemQuery, 0x81166f58, 0xdd98, 0x11d3, 0xa1, 0x20, 0x00, 0x10, 0x5a, 0x1f, 0x51, 0x5a)
__CRT_UUID_DECL(WbemDefPath, 0xcf4cc405, 0xe2c5, 0x4ddd, 0xb3, 0xce, 0x5e, 0x75, 0x82, 0xd8, 0xc9, 0xfa)
__CRT_UUID_DECL(WbemQuery, 0xeac8a024, 0x21e2, 0x4523, 0xad, 0x73, 0xa7, 0x1a, 0x0a, 0xa2, 0xf5, 0x6a)

EXTERN_C OPENWMI_API const IID IID_IWbemPathKeyList;
EXTERN_C OPENWMI_API const IID IID_IWbemPath;
EXTERN_C OPENWMI_API const IID IID_IWbemQuery;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemDefPath;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemQuery;
