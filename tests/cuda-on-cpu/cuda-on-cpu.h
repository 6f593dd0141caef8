// What the stand-ins for NVIDIA's libraries have of their interface, written from its documentation:
// https://docs.nvidia.com/cuda/cuda-driver-api and https://docs.nvidia.com/cuda/nvrtc
#pragma once
#include <cstddef>
#include <cstdint>

using CUresult = int;
constexpr CUresult SUCCESS = 0;
constexpr CUresult INVALID_VALUE = 1;
constexpr CUresult OUT_OF_MEMORY = 2;
constexpr CUresult INVALID_IMAGE = 200;
constexpr CUresult NOT_FOUND = 500;
constexpr CUresult CAPTURE_UNSUPPORTED = 900;
constexpr CUresult CAPTURE_INVALIDATED = 901;
constexpr CUresult CAPTURE_ISOLATION = 905;
constexpr CUresult CAPTURED_EVENT = 907;

using CUdevice = int;
using CUdeviceptr = uintptr_t;

enum Attribute {
  MAX_THREADS_PER_BLOCK = 1,
  MAX_BLOCK_DIM_X = 2,
  MAX_BLOCK_DIM_Y = 3,
  MAX_BLOCK_DIM_Z = 4,
  MAX_SHARED_MEMORY_PER_BLOCK = 8,
  TOTAL_CONSTANT_MEMORY = 9,
  WARP_SIZE = 10,
  CLOCK_RATE = 13,
  MULTIPROCESSOR_COUNT = 16,
  CONCURRENT_KERNELS = 31,
  ASYNC_ENGINE_COUNT = 40,
  COMPUTE_CAPABILITY_MAJOR = 75,
  COMPUTE_CAPABILITY_MINOR = 76,
};

enum CaptureStatus { CAPTURE_NONE = 0, CAPTURE_ACTIVE = 1, CAPTURE_BROKEN = 2 };

// A point of a grid, or its size.
struct Point {
  unsigned x, y, z;
};

// Where a thread of a kernel stands.
struct Place {
  Point threadIdx, blockIdx, blockDim, gridDim;
};

// How a kernel that was compiled for the CPU is called: with the addresses of its arguments.
using Call = void (*)(void **);

// What the compiler says of it beside that.
struct KernelInfo {
  int arguments;
  int barriers;  // 1 if its threads wait for each other
};
