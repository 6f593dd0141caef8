#pragma OPENCL EXTENSION cl_khr_fp64 : enable  
#pragma OPENCL EXTENSION cl_khr_fp16 : enable  
#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable  
__kernel void loop(__global long *_kernel_context, __constant uchar *_constant_region, __local uchar *_local_region, __global int *_atomics, __global uchar *x, __global uchar *w, __private int wAt, __global uchar *b, __private int bAt, __global uchar *y, __private int size, __private int ci, __private int co)
{
  ulong ul_37, ul_43, ul_12, ul_49, ul_19, ul_55, ul_25, ul_59, ul_58, ul_61, ul_60, ul_31, ul_1, ul_0, ul_3, ul_2, ul_66; 
  int i_21, i_51, i_15, i_27, i_57, i_5, i_6, i_4, i_33, i_45, i_14, i_7, i_39, i_8, i_72; 
  long l_47, l_46, l_48, l_53, l_52, l_41, l_40, l_42, l_63, l_65, l_64, l_54, l_17, l_16, l_18, l_9, l_11, l_10, l_30, l_35, l_34, l_36, l_23, l_22, l_24, l_29, l_28; 
  float f_38, f_70, f_69, f_71, f_44, f_62, f_32, f_68, f_67, f_56, f_26, f_13, f_50, f_20; 

  // BLOCK 0
  ul_0  =  (ulong) x;
  ul_1  =  (ulong) w;
  ul_2  =  (ulong) b;
  ul_3  =  (ulong) y;
  i_4  =  get_global_size(0);
  i_5  =  get_global_id(0);
  // BLOCK 1 MERGES [0 2 ]
  i_6  =  i_5;
  for(;i_6 < 3;)
  {
    // BLOCK 2
    i_7  =  i_6 / 3;
    i_8  =  i_7 << 2;
    l_9  =  (long) i_8;
    l_10  =  l_9 << 2;
    l_11  =  l_10 + 16L;
    ul_12  =  ul_0 + l_11;
    f_13  =  *((__global float *) ul_12);
    i_14  =  i_6 % 3;
    i_15  =  i_14 << 2;
    l_16  =  (long) i_15;
    l_17  =  l_16 << 2;
    l_18  =  l_17 + 16L;
    ul_19  =  ul_1 + l_18;
    f_20  =  *((__global float *) ul_19);
    i_21  =  i_8 + 1;
    l_22  =  (long) i_21;
    l_23  =  l_22 << 2;
    l_24  =  l_23 + 16L;
    ul_25  =  ul_0 + l_24;
    f_26  =  *((__global float *) ul_25);
    i_27  =  i_15 + 1;
    l_28  =  (long) i_27;
    l_29  =  l_28 << 2;
    l_30  =  l_29 + 16L;
    ul_31  =  ul_1 + l_30;
    f_32  =  *((__global float *) ul_31);
    i_33  =  i_8 + 2;
    l_34  =  (long) i_33;
    l_35  =  l_34 << 2;
    l_36  =  l_35 + 16L;
    ul_37  =  ul_0 + l_36;
    f_38  =  *((__global float *) ul_37);
    i_39  =  i_15 + 2;
    l_40  =  (long) i_39;
    l_41  =  l_40 << 2;
    l_42  =  l_41 + 16L;
    ul_43  =  ul_1 + l_42;
    f_44  =  *((__global float *) ul_43);
    i_45  =  i_8 + 3;
    l_46  =  (long) i_45;
    l_47  =  l_46 << 2;
    l_48  =  l_47 + 16L;
    ul_49  =  ul_0 + l_48;
    f_50  =  *((__global float *) ul_49);
    i_51  =  i_15 + 3;
    l_52  =  (long) i_51;
    l_53  =  l_52 << 2;
    l_54  =  l_53 + 16L;
    ul_55  =  ul_1 + l_54;
    f_56  =  *((__global float *) ul_55);
    i_57  =  i_14 + 12;
    ul_58  =  i_57 & 4294967295UL;
    ul_59  =  ul_58 << 2;
    ul_60  =  ul_59 + 16L;
    ul_61  =  ul_2 + ul_60;
    f_62  =  *((__global float *) ul_61);
    l_63  =  (long) i_6;
    l_64  =  l_63 << 2;
    l_65  =  l_64 + 16L;
    ul_66  =  ul_3 + l_65;
    f_67  =  fma(f_13, f_20, 0.0F);
    f_68  =  fma(f_26, f_32, f_67);
    f_69  =  fma(f_38, f_44, f_68);
    f_70  =  fma(f_50, f_56, f_69);
    f_71  =  f_70 + f_62;
    *((__global float *) ul_66)  =  f_71;
    i_72  =  i_4 + i_6;
    i_6  =  i_72;
  }  // B1
  // BLOCK 3
  return;
}  //  kernel
