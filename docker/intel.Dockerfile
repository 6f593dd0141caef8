# tornado-nn on Intel GPUs, through OpenCL. The host needs the kernel's i915 or xe driver.
#   docker build -f docker/intel.Dockerfile -t tornado-nn:intel .
#   docker run --rm --device /dev/dri tornado-nn:intel devices
#   docker run --rm --device /dev/dri --entrypoint scripts/check tornado-nn:intel --device opencl:0
FROM maven:3.9.11-eclipse-temurin-25
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl unzip libstdc++6 ocl-icd-libopencl1 intel-opencl-icd \
    && rm -rf /var/lib/apt/lists/*
ARG TORNADOVM=5.2.0-jdk25
RUN curl -fsSL -o /tmp/sdk.zip "https://github.com/beehive-lab/TornadoVM/releases/download/v${TORNADOVM}/tornadovm-${TORNADOVM}-opencl-linux-amd64.zip" \
    && unzip -q /tmp/sdk.zip -d /opt \
    && rm /tmp/sdk.zip
ENV TORNADOVM_HOME=/opt/tornadovm-${TORNADOVM}-opencl
WORKDIR /tornado-nn
COPY . .
RUN scripts/tornado-nn --version
ENTRYPOINT ["scripts/tornado-nn"]
CMD ["devices"]
