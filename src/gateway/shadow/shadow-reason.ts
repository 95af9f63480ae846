/** How the reason of a shadow run's decision begins: drawn ones are a fair sample of the traffic, probes are not. */
export const SHADOW_DRAWN = "shadow: drawn";
export const SHADOW_PROBE = "shadow: probe";
