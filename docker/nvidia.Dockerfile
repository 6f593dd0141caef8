# tornado-nn on NVIDIA GPUs, through PTX: the driver compiles, so the image holds no CUDA.
# The host needs NVIDIA's driver and the NVIDIA Container Toolkit.
#   docker build -f docker/nvidia.Dockerfile -t tornado-nn:nvidia .
#   docker run --rm --gpus all tornado-nn:nvidia devices
#   docker run --rm --gpus all --entrypoint scripts/check tornado-nn:nvidia --device ptx:0
FROM maven:3.9.11-eclipse-temurin-25
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl unzip libstdc++6 \
    && rm -rf /var/lib/apt/lists/*
ARG TORNADOVM=5.2.0-jdk25
RUN curl -fsSL -o /tmp/sdk.zip "https://github.com/beehive-lab/TornadoVM/releases/download/v${TORNADOVM}/tornadovm-${TORNADOVM}-ptx-linux-amd64.zip" \
    && unzip -q /tmp/sdk.zip -d /opt \
    && rm /tmp/sdk.zip
ENV TORNADOVM_HOME=/opt/tornadovm-${TORNADOVM}-ptx
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
WORKDIR /tornado-nn
COPY . .
RUN scripts/tornado-nn --version
ENTRYPOINT ["scripts/tornado-nn"]
CMD ["devices"]
