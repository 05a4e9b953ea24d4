// The part of Swift's Mutex that the thread sanitizer cannot see, for programs that it watches.
//
// A Mutex that is free is taken by an atomic operation of the caller, which the sanitizer follows. One that is held is waited for in the
// standard library, which is not instrumented, and handed over by the system, so that everything done under it would pass for a race.
// This waits in sight of the sanitizer. It never asks the system, so nobody has to be woken: unlocking stays the caller's own.

#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

// Waits until the word of a mutex is 0 and puts the number of this thread there. Takes the place of `_MutexHandle._lockSlow(_:)`.
__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) _Atomic(uint32_t) *word)
    __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");

__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) _Atomic(uint32_t) *word) {
  uint32_t nobody = 0;
  while (!atomic_compare_exchange_weak_explicit(word, &nobody, thread, memory_order_acquire, memory_order_relaxed)) {
    nobody = 0;
    sched_yield();
  }
}
