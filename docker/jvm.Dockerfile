# tornado-nn on the plain JVM: no accelerator, no TornadoVM.
#   docker build -f docker/jvm.Dockerfile -t tornado-nn .
#   docker run --rm tornado-nn devices
#   docker run --rm --entrypoint scripts/check tornado-nn
FROM maven:3.9.11-eclipse-temurin-25
WORKDIR /tornado-nn
COPY . .
RUN scripts/tornado-nn --version
ENTRYPOINT ["scripts/tornado-nn"]
CMD ["devices"]
