package org.tornadonn.device;

/**
 * The device that a name stands for.
 *
 * @param reason why that one, in words
 */
public record Choice(Device device, String reason) {}
