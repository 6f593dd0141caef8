package org.tornadonn.onnx;
import org.tornadonn.plan.*;
import org.tornadonn.op.F;
import org.tornadonn.onnx.tensor.*;
class Later { static Value no(){ throw new Refusal(Reason.OPERATOR,"is not there yet");}
 static Value matmul(Value x,Value y){ if (x.shape().rank()==2&&y.shape().rank()==2) return linear(x,F.permute(y,1,0)); return no();}
 static Value linear(Value x,Value w){return x.tape().apply(new org.tornadonn.op.linear.Linear(), x, w);}
}
