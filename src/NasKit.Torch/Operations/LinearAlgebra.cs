using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Matrix products and decompositions.</summary>
public static partial class torch
{
    public static Tensor t(Tensor input) => input.t();
    public static Tensor trace(Tensor input) => input.trace();
    public static Tensor inverse(Tensor input) => linalg.inv(input);
    public static Tensor det(Tensor input) => linalg.det(input);
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);
    public static Tensor dot(Tensor input, Tensor target) => input.dot(target);
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);
    public static Tensor inner(Tensor input, Tensor vec2) => input.inner(vec2);
    public static Tensor kron(Tensor input, Tensor other) => input.kron(other);
    public static Tensor vdot(Tensor input, Tensor target) => input.vdot(target);
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => input.addmm(mat1, mat2, beta, alpha);
    public static Tensor addbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.addbmm(batch1, batch2, beta, alpha);
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);
    public static Tensor addmv(Tensor input, Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => input.addmv(mat, vec, beta, alpha);
    public static Tensor addr(Tensor input, Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => input.addr(vec1, vec2, beta, alpha);
    public static Tensor einsum(string equation, params Tensor[] tensors) => new Operator("einsum").Call(equation, tensors);
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2) => new Operator("cdist").Call(x1, x2, p);
    public static Tensor cross(Tensor input, Tensor other, long dim = -1) => new Operator("linalg_cross").Call(input, other, dim);
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => new Operator("tensordot").Call(a, b, dims1, dims2);

    public static class linalg
    {
        public static Tensor inv(Tensor input) => new Operator("linalg_inv").Call(input);
        public static Tensor pinv(Tensor input) => new Operator("linalg_pinv", "atol_rtol_float").Call(input);
        public static Tensor det(Tensor input) => new Operator("linalg_det").Call(input);
        public static (Tensor sign, Tensor logabsdet) slogdet(Tensor input) => new Operator("linalg_slogdet").Call2(input);
        public static Tensor cholesky(Tensor input) => new Operator("linalg_cholesky").Call(input);
        public static Tensor solve(Tensor input, Tensor other, bool left = true) => new Operator("linalg_solve").Call(input, other, left);
        public static (Tensor Q, Tensor R) qr(Tensor input) => new Operator("linalg_qr").Call2(input);
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => new Operator("linalg_svd").Call3(input, fullMatrices);
        public static Tensor svdvals(Tensor input) => new Operator("linalg_svdvals").Call(input);
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => new Operator("linalg_eigh").Call2(input, UPLO.ToString());
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => new Operator("linalg_eigvalsh").Call(input, UPLO.ToString());
        public static Tensor matrix_power(Tensor input, long n) => new Operator("linalg_matrix_power").Call(input, n);
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) => new Operator("linalg_vector_norm").Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, double? ord = null, long[]? dims = null, bool keepdim = false) => new Operator("linalg_norm").Call(input, ord, dims, keepdim);
    }

    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => new Operator("matmul").Call(this, target);
        public Tensor mm(Tensor target) => new Operator("mm").Call(this, target);
        public Tensor bmm(Tensor batch2) => new Operator("bmm").Call(this, batch2);
        public Tensor dot(Tensor target) => new Operator("dot").Call(this, target);
        public Tensor mv(Tensor target) => new Operator("mv").Call(this, target);
        public Tensor outer(Tensor vec2) => new Operator("outer").Call(this, vec2);
        public Tensor inner(Tensor vec2) => new Operator("inner").Call(this, vec2);
        public Tensor kron(Tensor other) => new Operator("kron").Call(this, other);
        public Tensor vdot(Tensor target) => new Operator("vdot").Call(this, target);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => new Operator("addmm").Call(this, mat1, mat2, beta, alpha);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => new Operator("addbmm").Call(this, batch1, batch2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => new Operator("baddbmm").Call(this, batch1, batch2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => new Operator("addmv").Call(this, mat, vec, beta, alpha);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => new Operator("addr").Call(this, vec1, vec2, beta, alpha);
        public Tensor t() => new Operator("t").Call(this);
        public Tensor inverse() => linalg.inv(this);
        public Tensor det() => linalg.det(this);
        public Tensor T => new Operator("numpy_T").Call(this);
        public Tensor mT => new Operator("mT").Call(this);
        public Tensor trace() => new Operator("trace").Call(this);
    }
}
