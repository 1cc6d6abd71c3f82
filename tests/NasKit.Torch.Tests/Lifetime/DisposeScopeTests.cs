using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Lifetime;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = ones(1);
            Assert.True(scope.Contains(inside));
            Assert.Equal(1, scope.DisposablesCount);
        }
        Assert.True(inside.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Tensors_move_out_or_are_detached()
    {
        using var outer = NewDisposeScope();
        Tensor moved, detached, lost;
        using (var inner = NewDisposeScope())
        {
            moved = ones(1).MoveToOuterDisposeScope();
            detached = ones(1).DetachFromDisposeScope();
            lost = ones(1);
        }
        Assert.True(outer.Contains(moved));
        Assert.False(outer.Contains(detached));
        Assert.True(lost.IsInvalid);
        Assert.False(moved.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Without_an_outer_scope_moving_detaches()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(1).MoveToOuterDisposeScope();
        }
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void Removing_from_the_middle_keeps_the_others_in_place()
    {
        using var outer = NewDisposeScope();
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 20).Select(_ => ones(1)).ToArray();
        foreach (var i in new[] { 3, 19, 0, 10 })
        {
            tensors[i].Dispose();
        }
        scope.MoveToOuter(tensors[5], tensors[6]);
        Assert.Equal(14, scope.DisposablesCount);
        Assert.All(tensors.Where((_, i) => i is not (3 or 19 or 0 or 10 or 5 or 6)), t => Assert.True(scope.Contains(t)));
        scope.DisposeEverythingBut(tensors[7]);
        Assert.Equal([tensors[7]], scope.DisposablesView);
        Assert.True(tensors[8].IsInvalid);
        scope.DisposeEverything();
        Assert.True(tensors[7].IsInvalid);
        Assert.False(tensors[5].IsInvalid);
    }

    [Fact]
    public void Attach_takes_a_tensor_into_the_scope_and_out_of_its_own()
    {
        var free = ones(1);
        using var first = NewDisposeScope();
        using var second = NewDisposeScope();
        first.Attach(free);
        Assert.True(first.Contains(free));
        free.MoveToOtherDisposeScope(second);
        Assert.False(first.Contains(free));
        Assert.True(second.Contains(free));
        var other = new Disposable();
        second.Attach(other);
        second.Dispose();
        Assert.True(other.Disposed);
        Assert.True(free.IsInvalid);
    }

    [Fact]
    public void Scopes_closed_out_of_order_leave_the_right_one_open()
    {
        using var outer = NewDisposeScope();
        var middle = NewDisposeScope();
        var inner = NewDisposeScope();
        middle.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        var kept = inner.MoveToOuter(ones(1));
        inner.Dispose();
        inner.Dispose();
        Assert.Same(outer, CurrentDisposeScope);
        Assert.True(outer.Contains(kept));
        Assert.Throws<ObjectDisposedException>(() => inner.Attach(kept));
    }

    [Fact]
    public void Statistics_count_what_the_thread_did()
    {
        var counts = DisposeScopeManager.Statistics;
        counts.Reset();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            ones(1).Dispose();
            _ = ones(1);
            scope.Detach(ones(1)).Dispose();
            scope.Attach(outside);
        }
        Assert.Equal(3, counts.CreatedInScopeCount);
        Assert.Equal(1, counts.CreatedOutsideScopeCount);
        Assert.Equal(3, counts.DisposedInScopeCount);
        Assert.Equal(1, counts.DisposedOutsideScopeCount);
        Assert.Equal(1, counts.AttachedToScopeCount);
        Assert.Equal(1, counts.DetachedFromScopeCount);
        Assert.Equal(0, counts.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_wrapped_function_keeps_only_its_result()
    {
        using var scope = NewDisposeScope();
        Tensor? inside = null;
        var result = WrappedTensorDisposeScope(() => (inside = ones(1)) + 1);
        Assert.True(inside!.IsInvalid);
        Assert.True(scope.Contains(result));
    }

    [Fact]
    public void A_tensor_disposed_on_another_thread_leaves_its_scope_sound()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 200).Select(_ => ones(1)).ToArray();
        var other = new Thread(() => Array.ForEach(tensors, t => t.Dispose()));
        other.Start();
        var more = Enumerable.Range(0, 200).Select(_ => ones(1)).ToArray();
        other.Join();
        Assert.All(tensors, t => Assert.True(t.IsInvalid));
        scope.DisposeEverything();
        Assert.All(more, t => Assert.True(t.IsInvalid));
    }

    private sealed class Disposable : IDisposable
    {
        internal bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
