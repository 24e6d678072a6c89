module broken {
  requires io.retrykit.api;

  provides io.retrykit.spi.ClassifierProvider with
      broken.Zebra,
      broken.TwinB,
      broken.Throwing,
      broken.Missing,
      broken.Unlinked,
      broken.TwinA,
      broken.Nameless,
      broken.Aardvark;
}
