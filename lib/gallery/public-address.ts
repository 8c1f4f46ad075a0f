import ipaddr from "ipaddr.js";

/**
 * Whether an address is one that anybody on the internet may reach: plain unicast, and none of
 * loopback, private, link-local (cloud metadata among them), carrier-grade NAT, multicast, reserved,
 * or an IPv6 form that stands for an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === "unicast";
}
