# tornado-nn with the CPU as an OpenCL device (PoCL): TornadoVM's whole path, without a GPU.
#   docker build -f docker/opencl-cpu.Dockerfile -t tornado-nn:opencl-cpu .
#   docker run --rm tornado-nn:opencl-cpu devices
#   docker run --rm --entrypoint scripts/check tornado-nn:opencl-cpu --device opencl:0
FROM maven:3.9.11-eclipse-temurin-25
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl unzip libstdc++6 ocl-icd-libopencl1 pocl-opencl-icd \
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
