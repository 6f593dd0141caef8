// Stands in for NVIDIA's driver, libcuda.so.1: one device, which is the CPU. Streams run what they are
// given at once, graphs record it and run it again. It refuses what a GPU refuses while a stream is
// captured, stops when threads of a block end while others wait at a barrier, and crashes when a kernel
// reads or writes behind the end of an array.
//
// Threads of a block take turns: each runs to its next barrier, in one launch from the first thread to
// the last, in the next launch from the last to the first.
//
// CUDA_ON_CPU_LOG=1 prints what is called; CUDA_ON_CPU_UNITS is the number of multiprocessors (132).
#include "cuda-on-cpu.h"

#include <dlfcn.h>
#include <sys/mman.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace {

using Operation = std::function<void()>;

struct Stream {
  bool capturing = false;
  bool broken = false;
  std::vector<Operation> captured;
};

struct Event {
  double seconds = 0;
  bool captured = false;
};

struct Graph {
  std::vector<Operation> operations;
};

struct Kernel {
  std::string name;
  Call call;
  KernelInfo info;
};

struct Allocation {
  void *start;
  size_t mapped;
  size_t bytes;
};

constexpr size_t MEMORY = size_t{8} << 30;
constexpr size_t PAGE = 4096;

std::recursive_mutex mutex;
std::set<Stream *> capturing;
std::map<CUdeviceptr, Allocation> allocations;
size_t held = 0, launches = 0, replays = 0;
const bool logs = getenv("CUDA_ON_CPU_LOG") != nullptr;

template <typename... A>
void say(const char *format, A... arguments) {
  if (logs) {
    fprintf(stderr, "[cuda on cpu] ");
    fprintf(stderr, format, arguments...);
    fputc('\n', stderr);
  }
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

const char *suffix(Stream *stream) { return stream->capturing ? ", captured" : ""; }

// What a GPU does not allow while any stream is captured: the capture is lost.
CUresult apart(const char *what) {
  if (capturing.empty()) {
    return SUCCESS;
  }
  fprintf(stderr, "[cuda on cpu] %s while a stream is captured\n", what);
  for (auto *stream : capturing) {
    stream->broken = true;
  }
  return CAPTURE_UNSUPPORTED;
}

void enqueue(Stream *stream, Operation operation) {
  if (stream->capturing) {
    stream->captured.push_back(std::move(operation));
  } else {
    operation();
  }
}

// The block that an operating system's thread works on, with a stack for each of its own threads.
struct Block {
  Place place;
  Call call;
  void **arguments;
  void *home;  // the stack of whoever runs the block
  std::vector<void *> stacks;
  std::vector<char> done;
  size_t current;
  char *memory = nullptr;
  size_t threads = 0;
};

constexpr size_t STACK = 128 << 10;
thread_local Block block;

extern "C" void cuda_on_cpu_switch(void **from, void *to);
asm(R"(
.text
.type cuda_on_cpu_switch,@function
cuda_on_cpu_switch:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp,(%rdi)
  mov %rsi,%rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
)");

void thread() {
  block.call(block.arguments);
  block.done[block.current] = 1;
  void *unused;
  cuda_on_cpu_switch(&unused, block.home);
}

Point point(size_t index, Point size) {
  return {unsigned(index % size.x), unsigned(index / size.x % size.y),
          unsigned(index / size.x / size.y)};
}

void prepare_stacks(size_t threads) {
  if (block.threads < threads) {
    if (block.memory != nullptr) {
      munmap(block.memory, block.threads * STACK);
    }
    block.memory = static_cast<char *>(mmap(nullptr, threads * STACK, PROT_READ | PROT_WRITE,
                                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    block.threads = threads;
  }
  block.stacks.assign(threads, nullptr);
  block.done.assign(threads, 0);
  for (size_t t = 0; t < threads; t++) {
    auto **top = reinterpret_cast<void **>(block.memory + (t + 1) * STACK) - 3;
    *--top = reinterpret_cast<void *>(thread);
    top -= 6;  // the registers that the first switch takes from it
    memset(top, 0, 6 * sizeof(void *));
    block.stacks[t] = top;
  }
}

void run_block(const Kernel &kernel, Point grid, Point size, size_t index, void **arguments,
               bool backwards) {
  size_t threads = size_t{size.x} * size.y * size.z;
  block.place.gridDim = grid;
  block.place.blockDim = size;
  block.place.blockIdx = point(index, grid);
  if (kernel.info.barriers == 0) {
    for (size_t t = 0; t < threads; t++) {
      block.place.threadIdx = point(t, size);
      kernel.call(arguments);
    }
    return;
  }
  block.call = kernel.call;
  block.arguments = arguments;
  prepare_stacks(threads);
  size_t done = 0;
  while (done < threads) {
    for (size_t i = 0; i < threads; i++) {
      block.current = backwards ? threads - 1 - i : i;
      block.place.threadIdx = point(block.current, size);
      cuda_on_cpu_switch(&block.home, block.stacks[block.current]);
      done += block.done[block.current];
    }
    if (done != 0 && done != threads) {
      fprintf(stderr, "[cuda on cpu] %s: %zu of %zu threads end while others wait at a barrier\n",
              kernel.name.c_str(), done, threads);
      abort();
    }
  }
}

void run(const Kernel &kernel, Point grid, Point size, std::vector<uint64_t> values) {
  std::vector<void *> arguments;
  for (auto &value : values) {
    arguments.push_back(&value);
  }
  bool backwards = launches++ % 2 != 0;
  long blocks = long(grid.x) * grid.y * grid.z;
  bool small = blocks * size.x * size.y * size.z < 2000;
#pragma omp parallel for schedule(dynamic, 4) if (!small)
  for (long i = 0; i < blocks; i++) {
    run_block(kernel, grid, size, i, arguments.data(), backwards);
  }
}

__attribute__((destructor)) void summary() {
  if (launches != 0) {
    say("%zu kernels ran, %zu graphs were launched", launches, replays);
  }
}

using Lock = std::lock_guard<std::recursive_mutex>;

}  // namespace

extern "C" {

// For kernels.

Place *cuda_on_cpu_place() { return &block.place; }

void cuda_on_cpu_barrier() {
  cuda_on_cpu_switch(&block.stacks[block.current], block.home);
}

// The device.

CUresult cuInit(unsigned) { return SUCCESS; }

CUresult cuDriverGetVersion(int *version) {
  *version = 13000;
  return SUCCESS;
}

CUresult cuGetErrorName(CUresult error, const char **name) {
  static thread_local char text[32];
  snprintf(text, sizeof text, "CUDA error %d", error);
  *name = text;
  return SUCCESS;
}

CUresult cuGetErrorString(CUresult error, const char **text) { return cuGetErrorName(error, text); }

CUresult cuDeviceGetCount(int *count) {
  *count = 1;
  return SUCCESS;
}

CUresult cuDeviceGet(CUdevice *device, int) {
  *device = 0;
  return SUCCESS;
}

CUresult cuDeviceGetName(char *name, int length, CUdevice) {
  snprintf(name, length, "CUDA on the CPU, for tests");
  return SUCCESS;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice) {
  *bytes = MEMORY;
  return SUCCESS;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice) {
  static const std::map<int, int> values = {
      {MAX_THREADS_PER_BLOCK, 1024},
      {MAX_BLOCK_DIM_X, 1024},
      {MAX_BLOCK_DIM_Y, 1024},
      {MAX_BLOCK_DIM_Z, 64},
      {MAX_SHARED_MEMORY_PER_BLOCK, 48 << 10},
      {TOTAL_CONSTANT_MEMORY, 64 << 10},
      {WARP_SIZE, 32},
      {CLOCK_RATE, 1'980'000},
      {CONCURRENT_KERNELS, 1},
      {ASYNC_ENGINE_COUNT, 3},
      {COMPUTE_CAPABILITY_MAJOR, 9},
  };
  const char *units = getenv("CUDA_ON_CPU_UNITS");
  auto found = values.find(attribute);
  *value = attribute == MULTIPROCESSOR_COUNT ? (units ? atoi(units) : 132)
           : found == values.end()           ? 0
                                             : found->second;
  return SUCCESS;
}

// Contexts: there is one.

CUresult cuCtxCreate_v2(void **context, unsigned, CUdevice) {
  static int one;
  *context = &one;
  return SUCCESS;
}

CUresult cuCtxCreate_v4(void **context, void *, unsigned flags, CUdevice device) {
  return cuCtxCreate_v2(context, flags, device);
}

CUresult cuCtxDestroy_v2(void *) { return SUCCESS; }

CUresult cuCtxSetCurrent(void *) { return SUCCESS; }

CUresult cuCtxSynchronize() {
  Lock lock(mutex);
  return apart("cuCtxSynchronize");
}

// Streams and events.

CUresult cuStreamCreate(Stream **stream, unsigned) {
  *stream = new Stream;
  return SUCCESS;
}

CUresult cuStreamDestroy_v2(Stream *stream) {
  delete stream;
  return SUCCESS;
}

CUresult cuStreamSynchronize(Stream *stream) {
  Lock lock(mutex);
  say("synchronize stream");
  if (!stream->capturing) {
    return SUCCESS;
  }
  fprintf(stderr, "[cuda on cpu] cuStreamSynchronize of a stream that is captured\n");
  stream->broken = true;
  return CAPTURE_UNSUPPORTED;
}

CUresult cuStreamWaitEvent(Stream *stream, Event *event, unsigned) {
  Lock lock(mutex);
  if (!stream->capturing || event->captured) {
    return SUCCESS;
  }
  fprintf(stderr, "[cuda on cpu] a captured stream waits for what is not captured\n");
  stream->broken = true;
  return CAPTURE_ISOLATION;
}

CUresult cuEventCreate(Event **event, unsigned) {
  *event = new Event;
  return SUCCESS;
}

CUresult cuEventDestroy_v2(Event *event) {
  delete event;
  return SUCCESS;
}

CUresult cuEventRecord(Event *event, Stream *stream) {
  Lock lock(mutex);
  event->captured = stream->capturing;
  event->seconds = now();
  return SUCCESS;
}

CUresult cuEventQuery(Event *event) { return event->captured ? CAPTURED_EVENT : SUCCESS; }

CUresult cuEventSynchronize(Event *event) { return cuEventQuery(event); }

CUresult cuEventElapsedTime(float *millis, Event *from, Event *to) {
  *millis = float((to->seconds - from->seconds) * 1e3);
  return from->captured || to->captured ? CAPTURED_EVENT : SUCCESS;
}

CUresult cuEventElapsedTime_v2(float *millis, Event *from, Event *to) {
  return cuEventElapsedTime(millis, from, to);
}

// Memory: behind each array lies a page that nobody may touch.

CUresult cuMemAlloc_v2(CUdeviceptr *pointer, size_t bytes) {
  Lock lock(mutex);
  if (CUresult refused = apart("cuMemAlloc")) {
    return refused;
  }
  size_t pages = (bytes + PAGE - 1) / PAGE * PAGE;
  if (held + bytes > MEMORY) {
    return OUT_OF_MEMORY;
  }
  void *start = mmap(nullptr, pages + PAGE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) {
    return OUT_OF_MEMORY;
  }
  auto end = reinterpret_cast<CUdeviceptr>(start) + pages;
  mprotect(reinterpret_cast<void *>(end), PAGE, PROT_NONE);
  *pointer = end - (bytes + 3) / 4 * 4;
  allocations[*pointer] = {start, pages + PAGE, bytes};
  held += bytes;
  say("allocate %zu bytes, %zu held", bytes, held);
  return SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr pointer) {
  Lock lock(mutex);
  if (CUresult refused = apart("cuMemFree")) {
    return refused;
  }
  auto found = allocations.find(pointer);
  if (found == allocations.end()) {
    return INVALID_VALUE;
  }
  held -= found->second.bytes;
  say("free %zu bytes, %zu held", found->second.bytes, held);
  munmap(found->second.start, found->second.mapped);
  allocations.erase(found);
  return SUCCESS;
}

CUresult cuMemAllocHost_v2(void **pointer, size_t bytes) {
  Lock lock(mutex);
  *pointer = malloc(bytes);
  return apart("cuMemAllocHost");
}

CUresult cuMemFreeHost(void *pointer) {
  free(pointer);
  return SUCCESS;
}

CUresult cuMemHostRegister_v2(void *, size_t, unsigned) {
  Lock lock(mutex);
  return apart("cuMemHostRegister");
}

CUresult cuMemHostUnregister(void *) { return SUCCESS; }

CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t bytes) {
  Lock lock(mutex);
  memset(reinterpret_cast<void *>(to), value, bytes);
  return apart("cuMemsetD8");
}

CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
  Lock lock(mutex);
  memcpy(reinterpret_cast<void *>(to), reinterpret_cast<void *>(from), bytes);
  return apart("cuMemcpyDtoD");
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, Stream *stream) {
  Lock lock(mutex);
  say("send %zu bytes%s", bytes, suffix(stream));
  enqueue(stream, [=] { memcpy(reinterpret_cast<void *>(to), from, bytes); });
  return SUCCESS;
}

CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, Stream *stream) {
  Lock lock(mutex);
  say("fetch %zu bytes%s", bytes, suffix(stream));
  enqueue(stream, [=] { memcpy(to, reinterpret_cast<void *>(from), bytes); });
  return SUCCESS;
}

// Kernels: a module's image is the path of a shared object, see nvrtc.cpp.

CUresult cuModuleLoadDataEx(void **module, const void *image, unsigned, void *, void **) {
  Lock lock(mutex);
  *module = dlopen(static_cast<const char *>(image), RTLD_NOW | RTLD_LOCAL);
  if (*module == nullptr) {
    fprintf(stderr, "[cuda on cpu] %s\n", dlerror());
    return INVALID_IMAGE;
  }
  return apart("cuModuleLoadDataEx");
}

CUresult cuModuleUnload(void *) { return SUCCESS; }

CUresult cuModuleGetFunction(Kernel **kernel, void *module, const char *name) {
  auto call = reinterpret_cast<Call>(dlsym(module, (std::string(name) + "_call").c_str()));
  auto *info =
      static_cast<KernelInfo *>(dlsym(module, (std::string(name) + "_info").c_str()));
  if (call == nullptr || info == nullptr) {
    return NOT_FOUND;
  }
  *kernel = new Kernel{name, call, *info};
  return SUCCESS;
}

CUresult cuOccupancyMaxPotentialBlockSize(int *grid, int *size, Kernel *, void *, size_t, int) {
  *grid = 264;
  *size = 256;
  return SUCCESS;
}

CUresult cuLaunchKernel(Kernel *kernel, unsigned gridX, unsigned gridY, unsigned gridZ,
                        unsigned blockX, unsigned blockY, unsigned blockZ, unsigned,
                        Stream *stream, void **parameters, void **) {
  Lock lock(mutex);
  if (size_t{blockX} * blockY * blockZ > 1024) {
    return INVALID_VALUE;
  }
  say("launch %s, %u×%u×%u blocks of %u×%u×%u%s", kernel->name.c_str(), gridX, gridY, gridZ, blockX,
      blockY, blockZ, suffix(stream));
  std::vector<uint64_t> values(kernel->info.arguments);
  for (size_t i = 0; i < values.size(); i++) {
    memcpy(&values[i], parameters[i], sizeof values[i]);
  }
  Kernel copy = *kernel;
  Point grid = {gridX, gridY, gridZ}, size = {blockX, blockY, blockZ};
  enqueue(stream, [=] { run(copy, grid, size, values); });
  return SUCCESS;
}

// Graphs.

CUresult cuStreamBeginCapture_v2(Stream *stream, int) {
  Lock lock(mutex);
  say("begin capture");
  stream->capturing = true;
  stream->broken = false;
  stream->captured.clear();
  capturing.insert(stream);
  return SUCCESS;
}

CUresult cuStreamIsCapturing(Stream *stream, CaptureStatus *status) {
  *status = !stream->capturing ? CAPTURE_NONE : stream->broken ? CAPTURE_BROKEN : CAPTURE_ACTIVE;
  return SUCCESS;
}

CUresult cuStreamEndCapture(Stream *stream, Graph **graph) {
  Lock lock(mutex);
  say("end capture of %zu operations", stream->captured.size());
  capturing.erase(stream);
  stream->capturing = false;
  *graph = stream->broken ? nullptr : new Graph{stream->captured};
  return stream->broken ? CAPTURE_INVALIDATED : SUCCESS;
}

CUresult cuGraphInstantiateWithFlags(Graph **executable, Graph *graph, unsigned long long) {
  *executable = new Graph(*graph);
  return SUCCESS;
}

CUresult cuGraphExecUpdate_v2(Graph *executable, Graph *graph, void *) {
  *executable = *graph;
  return SUCCESS;
}

CUresult cuGraphLaunch(Graph *executable, Stream *) {
  Lock lock(mutex);
  say("launch a graph of %zu operations", executable->operations.size());
  replays++;
  for (auto &operation : executable->operations) {
    operation();
  }
  return SUCCESS;
}

CUresult cuGraphExecDestroy(Graph *executable) {
  delete executable;
  return SUCCESS;
}

CUresult cuGraphDestroy(Graph *graph) {
  delete graph;
  return SUCCESS;
}
}
