// Compiled before better-sqlite3's own sources (setup.mjs). Since Node 24.19 the header below adds a hook for every object, whose
// removal ends the process where no JavaScript runs (nodejs/node#65446, better-sqlite3 below 13). Without the hooks it is the
// header of Node 22. This goes with better-sqlite3 13, which needs Node 22, or when Node 24 is mended.
#include <node.h>
#define AddEnvironmentCleanupHook(...) static_cast<void>(0)
#define RemoveEnvironmentCleanupHook(...) static_cast<void>(0)
#include <node_object_wrap.h>
#undef AddEnvironmentCleanupHook
#undef RemoveEnvironmentCleanupHook
