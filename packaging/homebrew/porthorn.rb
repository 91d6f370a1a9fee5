# SPDX-License-Identifier: GPL-3.0-or-later
class Porthorn < Formula
  desc "Find out why mail doesn't work here, and which settings will"
  homepage "https://github.com/porthorn/porthorn"
  url "https://github.com/porthorn/porthorn/releases/download/v@VERSION@/porthorn-@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license "GPL-3.0-or-later"

  depends_on "gettext" => :build
  depends_on "pkgconf" => :build
  depends_on "curl"
  depends_on "expat"
  depends_on "gnutls"
  depends_on "jansson"
  depends_on "libidn2"
  depends_on "libpsl"
  depends_on "libtasn1"
  depends_on "libuv"
  # Paths are traced with what only Linux has.
  depends_on :linux
  depends_on "ncurses"
  depends_on "qrencode"
  depends_on "unbound"

  def install
    system "./configure", "--disable-silent-rules", *std_configure_args
    system "make", "install"
  end

  test do
    assert_match "porthorn #{version}", shell_output("#{bin}/porthorn --version")
    assert_match "gmail.com", shell_output("#{bin}/porthorn providers gmail")
    assert_match "SSL/TLS", shell_output("#{bin}/porthorn demo all-good --report text")
  end
end
