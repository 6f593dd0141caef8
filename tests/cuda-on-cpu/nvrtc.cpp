// Stands in for NVIDIA's run-time compiler, libnvrtc: g++ makes a shared object of the CUDA C, and what
// is called a cubin is its path. Multiply-adds are contracted as nvcc does it.
//
// Shared objects are kept in the folder "cache" beside this library, by their sources.
#include "cuda-on-cpu.h"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

namespace {

struct Program {
  std::string source, image, log;
};

// What CUDA C has that C++ has not.
const char *PRELUDE = R"(
#include <algorithm>
#include <cmath>
#include <cuda-on-cpu.h>
using std::abs, std::atan2, std::ceil, std::cos, std::exp, std::fabs, std::floor, std::fma, std::isinf,
    std::isnan, std::log, std::pow, std::sin, std::sqrt, std::tanh;
extern "C" Place *cuda_on_cpu_place() __attribute__((const));
extern "C" void cuda_on_cpu_barrier();
#define threadIdx (cuda_on_cpu_place()->threadIdx)
#define blockIdx (cuda_on_cpu_place()->blockIdx)
#define blockDim (cuda_on_cpu_place()->blockDim)
#define gridDim (cuda_on_cpu_place()->gridDim)
#define __global__
#define __device__ static
#define __shared__ static thread_local
#define __syncthreads cuda_on_cpu_barrier
template <typename T> static T min(T a, T b) { return a < b ? a : b; }
template <typename T> static T max(T a, T b) { return a > b ? a : b; }
static inline float min(float a, float b) { return fminf(a, b); }
static inline float max(float a, float b) { return fmaxf(a, b); }
static inline float rsqrt(float a) { return 1 / sqrtf(a); }
)";

std::string trim(const std::string &text) {
  size_t from = text.find_first_not_of(" \t\n"), to = text.find_last_not_of(" \t\n");
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

// For each kernel a function that takes its arguments by their addresses.
std::string calls(const std::string &source) {
  std::ostringstream out;
  int barriers = source.find("__syncthreads") != std::string::npos;
  for (size_t at = 0; (at = source.find("__global__", at)) != std::string::npos;) {
    size_t type = source.find("void", at), open = source.find('(', type);
    size_t close = source.find(')', open);
    std::string name = trim(source.substr(type + 4, open - type - 4));
    std::istringstream parameters(source.substr(open + 1, close - open - 1));
    int count = 0;
    out << "extern \"C\" void " << name << "_call(void **p) { " << name << "(";
    for (std::string parameter; std::getline(parameters, parameter, ','); count++) {
      parameter = trim(parameter);
      out << (count ? ", " : "") << "*(" << parameter.substr(0, parameter.find_last_of(" *") + 1)
          << " *) p[" << count << "]";
    }
    out << "); }\nextern \"C\" KernelInfo " << name << "_info;\n";
    out << "KernelInfo " << name << "_info = {" << count << ", " << barriers << "};\n";
    at = close;
  }
  return out.str();
}

std::string here() {
  Dl_info info;
  dladdr(reinterpret_cast<void *>(here), &info);
  char path[4096];
  realpath(info.dli_fname, path);
  return std::string(path).substr(0, std::string(path).rfind('/'));
}

bool exists(const std::string &path) { return access(path.c_str(), R_OK) == 0; }

// The shared object of a source, or an empty string.
std::string compile(const std::string &source, std::string &log) {
  std::string text = PRELUDE + source + "\n" + calls(source), folder = here() + "/cache";
  mkdir(folder.c_str(), 0777);
  std::string name = folder + "/" + std::to_string(std::hash<std::string>{}(text));
  if (!exists(name + ".so")) {
    std::string own = name + "." + std::to_string(getpid());
    std::ofstream(own + ".cpp") << text;
    std::string command =
        "g++ -std=c++17 -O1 -march=native -ffp-contract=fast -fno-strict-aliasing -w -fpermissive -fPIC"
        " -shared -I" SOURCES " -o " + own + ".so " + own + ".cpp -L" + here() +
        " -l:libcuda.so.1 2> " + own + ".log";
    (void) !system(command.c_str());  // a JVM may have taken the signal that tells its result
    std::stringstream said;
    said << std::ifstream(own + ".log").rdbuf();
    log = said.str();
    unlink((own + ".log").c_str());
    if (!exists(own + ".so")) {
      return "";
    }
    unlink((own + ".cpp").c_str());
    rename((own + ".so").c_str(), (name + ".so").c_str());
  }
  return name + ".so";
}

}  // namespace

extern "C" {

const char *nvrtcGetErrorString(int result) { return result == 0 ? "no error" : "g++ failed"; }

int nvrtcVersion(int *major, int *minor) {
  *major = 13;
  *minor = 0;
  return 0;
}

int nvrtcGetNumSupportedArchs(int *count) {
  *count = 1;
  return 0;
}

int nvrtcGetSupportedArchs(int *archs) {
  archs[0] = 90;
  return 0;
}

int nvrtcCreateProgram(Program **program, const char *source, const char *, int, const char *const *,
                       const char *const *) {
  *program = new Program{source, "", ""};
  return 0;
}

int nvrtcDestroyProgram(Program **program) {
  delete *program;
  *program = nullptr;
  return 0;
}

int nvrtcCompileProgram(Program *program, int, const char *const *) {
  program->image = compile(program->source, program->log);
  return program->image.empty() ? 6 : 0;
}

int nvrtcGetCUBINSize(Program *program, size_t *size) {
  *size = program->image.size() + 1;
  return 0;
}

int nvrtcGetCUBIN(Program *program, char *to) {
  strcpy(to, program->image.c_str());
  return 0;
}

int nvrtcGetPTXSize(Program *program, size_t *size) { return nvrtcGetCUBINSize(program, size); }

int nvrtcGetPTX(Program *program, char *to) { return nvrtcGetCUBIN(program, to); }

int nvrtcGetProgramLogSize(Program *program, size_t *size) {
  *size = program->log.size() + 1;
  return 0;
}

int nvrtcGetProgramLog(Program *program, char *to) {
  strcpy(to, program->log.c_str());
  return 0;
}
}
