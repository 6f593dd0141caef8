package org.tornadonn.exec.jvm;

import org.tornadonn.plan.Loop;

/**
 * A loop to be shared out among threads; steps run one after the other.
 *
 * @param grain how many indices a thread takes at a time
 */
record Step(Loop loop, int grain) {}
